// Frames over a pipe: whole, in pieces, too large, and from somebody who went away.
#include "plugin/pipe.h"

#include <gtest/gtest.h>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace underpin::wire {
namespace {

using std::chrono::milliseconds;

class PipeTest : public ::testing::Test {
  protected:
    PipeTest() {
        int fds[2];
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
        far_ = Descriptor(fds[1]);
        pipe_.emplace(Descriptor(::dup(fds[0])), Descriptor(fds[0]));
    }
    void write(const std::string& bytes) const {
        ASSERT_EQ(::write(far_.get(), bytes.data(), bytes.size()),
                  static_cast<ssize_t>(bytes.size()));
    }
    static std::string header(std::uint32_t type, std::uint32_t length) {
        Writer out;
        out.number(type);
        out.number(length);
        return out.bytes();
    }
    Receive receive() { return pipe_->receive(milliseconds(0), type_, bytes_); }

    Descriptor far_;
    std::optional<Pipe> pipe_;
    Frame type_{};
    std::string_view bytes_;
};

TEST_F(PipeTest, PiecesMakeAFrame) {
    const std::string frame = header(15, 3) + "abc" + header(18, 0);
    for (std::size_t i = 0; i + 1 < frame.size(); ++i) {
        write(frame.substr(i, 1));
        const Receive got = receive();
        if (i == 10) {
            ASSERT_EQ(got, Receive::frame);
            EXPECT_EQ(type_, Frame::log);
            EXPECT_EQ(bytes_, "abc");
        } else {
            ASSERT_EQ(got, Receive::nothing) << i;
        }
    }
    write(frame.substr(frame.size() - 1));
    ASSERT_EQ(receive(), Receive::frame);
    EXPECT_EQ(type_, Frame::alive);
    far_.reset();
    EXPECT_EQ(receive(), Receive::end);
}

TEST_F(PipeTest, AHeaderAloneCostsNothing) {
    write(header(11, max_frame));
    EXPECT_EQ(receive(), Receive::nothing);
    write("x");
    EXPECT_EQ(receive(), Receive::nothing);
}

TEST_F(PipeTest, TooLargeIsRefused) {
    write(header(11, max_frame + 1));
    EXPECT_EQ(receive(), Receive::too_large);
}

TEST_F(PipeTest, LargeFramesPass) {
    const std::string sent(5U << 20U, 'x');
    std::thread writer([&] {
        Pipe far(Descriptor(), Descriptor(::dup(far_.get())));
        EXPECT_TRUE(far.send(Frame::batch, sent));
    });
    ASSERT_EQ(pipe_->receive(milliseconds(-1), type_, bytes_), Receive::frame);
    EXPECT_EQ(bytes_, sent);
    writer.join();
}

TEST_F(PipeTest, AReaderThatDoesNotReadEndsTheSend) {
    EXPECT_FALSE(pipe_->send(Frame::answer, std::string(8U << 20U, 'x'), milliseconds(20)));
}

TEST_F(PipeTest, AReaderThatIsGoneEndsTheSend) {
    far_.reset();
    EXPECT_FALSE(pipe_->send(Frame::answer, "x", milliseconds(1000)));
}

}  // namespace
}  // namespace underpin::wire
