// Puts a tree together from the events of a parser: the same rules for YAML and JSON. One builder
// a file, one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "documents/node.h"

namespace underpin {

// Thrown by the builder where reading on makes no sense; caught by the parsers.
struct StopReading {
    Error error;
};

class TreeBuilder {
  public:
    TreeBuilder(std::string file, Errors& errors);

    [[nodiscard]] Node at(Node node, int line, int column) const;  // the node with its place
    void open(Node container);                                     // a list or map begins
    [[nodiscard]] Node close();                                    // it ends; the caller adds it
    void add(Node value);  // a finished value: root, list item, key or value of a map
    [[nodiscard]] bool wants_key() const;
    [[nodiscard]] Node take_root();

  private:
    struct Frame {
        Node container;
        std::optional<NodeEntry> pending;  // a key that waits for its value
    };

    void add_key(Node key);
    void add_entry(Frame& frame, Node value);

    std::shared_ptr<const std::string> file_;
    Errors& errors_;
    std::vector<Frame> stack_;
    Node root_;
};

}  // namespace underpin
