#include "base/digest.h"

#include <openssl/evp.h>

#include "base/result.h"

namespace underpin {
namespace {

void check(int result) {
    if (result != 1) throw Failure({ErrorClass::internal, "SHA-256 failed in OpenSSL", "", {}});
}

// Fetched once: OpenSSL 3 looks an algorithm up by name at every use of EVP_sha256().
const EVP_MD* algorithm() {
    static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return fetched;
}

}  // namespace

struct Sha256Stream::State {
    struct Free {
        void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
};

Sha256Stream::Sha256Stream() : state_(std::make_unique<State>()) {
    check(EVP_DigestInit_ex(state_->context.get(), algorithm(), nullptr));
}
Sha256Stream::~Sha256Stream() = default;
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;

void Sha256Stream::update(const void* data, std::size_t size) {
    check(EVP_DigestUpdate(state_->context.get(), data, size));
}

Sha256 Sha256Stream::finish() {
    Sha256 digest{};
    unsigned int size = 0;
    check(EVP_DigestFinal_ex(state_->context.get(), digest.data(), &size));
    check(EVP_DigestInit_ex(state_->context.get(), algorithm(), nullptr));
    return digest;
}

Sha256 sha256(std::string_view text) {
    thread_local Sha256Stream stream;
    stream.update(text);
    return stream.finish();
}

std::string to_hex(const Sha256& digest) {
    constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(digest.size() * 2);
    for (const unsigned byte : digest) {
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

}  // namespace underpin
