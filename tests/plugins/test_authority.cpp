#include "test_authority.h"

#include <cstdio>
#include <memory>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdexcept>

namespace underpin {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&::EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&::X509_free)>;

Key make_key() {
    Key key(::EVP_EC_gen("P-256"), ::EVP_PKEY_free);
    if (!key) throw std::runtime_error("no key");
    return key;
}

void extend(X509* certificate, X509* issuer, int kind, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    ::X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = ::X509V3_EXT_conf_nid(nullptr, &context, kind, value);
    ::X509_add_ext(certificate, extension, -1);
    ::X509_EXTENSION_free(extension);
}

Certificate certify(const char* name, long serial, EVP_PKEY* key, X509* issuer,
                    EVP_PKEY* issuer_key) {
    Certificate made(::X509_new(), ::X509_free);
    X509* certificate = made.get();
    ::X509_set_version(certificate, 2);
    ::ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial);
    ::X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    ::X509_gmtime_adj(X509_getm_notAfter(certificate), 86'400);
    ::X509_set_pubkey(certificate, key);
    X509_NAME* subject = ::X509_get_subject_name(certificate);
    ::X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                                 reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
    X509* by = issuer == nullptr ? certificate : issuer;
    ::X509_set_issuer_name(certificate, ::X509_get_subject_name(by));
    if (issuer == nullptr) {
        extend(certificate, by, NID_basic_constraints, "critical,CA:TRUE");
        extend(certificate, by, NID_key_usage, "critical,keyCertSign");
    } else {
        extend(certificate, by, NID_subject_alt_name, "IP:127.0.0.1");
    }
    if (::X509_sign(certificate, issuer_key, ::EVP_sha256()) == 0) {
        throw std::runtime_error("no certificate");
    }
    return made;
}

using File = std::unique_ptr<std::FILE, decltype(&std::fclose)>;

File create(const std::filesystem::path& path) {
    return {std::fopen(path.c_str(), "w"), std::fclose};
}

}  // namespace

TestAuthority::TestAuthority(const std::filesystem::path& folder)
    : ca_file(folder / "ca.pem"), certificate(folder / "server.pem"), key(folder / "server.key") {
    const Key ca_key = make_key(), server_key = make_key();
    const Certificate ca =
        certify("Underpin test authority", 1, ca_key.get(), nullptr, ca_key.get());
    const Certificate server = certify("127.0.0.1", 2, server_key.get(), ca.get(), ca_key.get());
    ::PEM_write_X509(create(ca_file).get(), ca.get());
    ::PEM_write_X509(create(certificate).get(), server.get());
    ::PEM_write_PrivateKey(create(key).get(), server_key.get(), nullptr, nullptr, 0, nullptr,
                           nullptr);
}

}  // namespace underpin
