// Result<T>: the outcome of something that can be expected to fail (bad input, a lost connection,
// a missing file). Exceptions abandon a whole operation; asserts are for programmer errors only.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace underpin {

// What kind of failure it is; decides the exit status, the HTTP status and whether to try again.
enum class ErrorClass {
    input,          // a document, a file or an argument is wrong; the person can mend it
    not_found,      // names something that does not exist
    conflict,       // somebody else changed it meanwhile, or it is in use
    configuration,  // a source, plugin or program setting is wrong
    transient,      // may succeed if tried again
    data,           // the other side sent something unreadable
    cancelled,
    unsupported,
    internal,  // a bug or a broken invariant
};

// Where in a text something was found. line and column count from 1; 0 is unknown.
struct Place {
    std::string file;
    int line = 0;
    int column = 0;
    std::string field;  // a path such as spec.objectives[0].target

    [[nodiscard]] std::string to_string() const;  // "acme.yaml:12:5: spec.tier", parts as known
};

// One failure: what happened, where, and what to do next.
struct Error {
    ErrorClass error_class = ErrorClass::internal;
    std::string message;  // one sentence, no trailing period needed
    std::string hint;     // what to do next; may be empty
    Place place;

    [[nodiscard]] std::string to_string() const;  // "PLACE: MESSAGE (HINT)"
};

using Errors = std::vector<Error>;

// A warning or an error that does not stop the work, e.g. a band that leaves room between decimals.
using Warnings = std::vector<Error>;

template <typename T>
class [[nodiscard]] Result {
  public:
    Result(T value) : state_(std::move(value)) {}      // NOLINT(google-explicit-constructor)
    Result(Error error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool ok() const { return std::holds_alternative<T>(state_); }
    explicit operator bool() const { return ok(); }

    [[nodiscard]] T& value() & { return std::get<T>(state_); }
    [[nodiscard]] const T& value() const& { return std::get<T>(state_); }
    [[nodiscard]] T&& value() && { return std::get<T>(std::move(state_)); }
    [[nodiscard]] T& operator*() & { return value(); }
    [[nodiscard]] const T& operator*() const& { return value(); }
    [[nodiscard]] T&& operator*() && { return std::move(*this).value(); }
    [[nodiscard]] T* operator->() { return &value(); }
    [[nodiscard]] const T* operator->() const { return &value(); }

    [[nodiscard]] const Error& error() const { return std::get<Error>(state_); }

  private:
    std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
  public:
    Result() = default;
    Result(Error error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool ok() const { return !error_; }
    explicit operator bool() const { return ok(); }
    [[nodiscard]] const Error& error() const { return *error_; }

  private:
    std::optional<Error> error_;
};

// Abandons an operation: thrown where no caller in between could do anything about it (a lost
// database, a full disk), caught once by the command, the job or the request.
class Failure : public std::exception {
  public:
    explicit Failure(Error error) : error_(std::move(error)), text_(error_.to_string()) {}
    [[nodiscard]] const char* what() const noexcept override { return text_.c_str(); }
    [[nodiscard]] const Error& error() const { return error_; }

  private:
    Error error_;
    std::string text_;
};

// The value, or a Failure with the result's error: for callers that can only give up.
template <typename T>
T require(Result<T> result) {
    if (!result) throw Failure(result.error());
    if constexpr (!std::is_void_v<T>) return std::move(result).value();
}

}  // namespace underpin
