// A private MariaDB server for one test program: started at first use, stopped at its end, killed
// if the program dies. Main thread only. Without the server's package the tests fail, they do not
// skip: MariaDB is half of what the store promises.
#pragma once

#include <string>
#include <vector>

namespace underpin::testing_support {

class PrivateMariadb {
  public:
    static PrivateMariadb& instance();

    // A new, empty database on the server; its URL.
    [[nodiscard]] std::string new_database();
    // One with the schema but without rows, as a new one is; where one was given back, that one:
    // making twenty tables takes longer than most tests.
    [[nodiscard]] std::string migrated_database();
    void give_back(const std::string& migrated) { free_.push_back(migrated); }
    [[nodiscard]] const std::string& url() const { return url_; }  // of an existing, empty one

  private:
    PrivateMariadb();
    ~PrivateMariadb();

    std::string folder_;
    std::string url_;
    int databases_ = 0;
    std::vector<std::string> free_;
};

}  // namespace underpin::testing_support
