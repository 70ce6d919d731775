package dev.torc.cache.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.redis.RedisDecoder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReplyAssemblerTest {
  private final List<Reply> replies = new ArrayList<>();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new RedisDecoder(), new ReplyAssembler(() -> 10, 1024, replies::add));

  private void receive(String bytes, int pieceLength) {
    for (int i = 0; i < bytes.length(); i += pieceLength) {
      String piece = bytes.substring(i, Math.min(bytes.length(), i + pieceLength));
      channel.writeInbound(Unpooled.copiedBuffer(piece, UTF_8));
    }
    channel.checkException();
  }

  @Test
  void assemblesEveryKindHoweverItArrives() {
    String stream =
        "+OK\r\n"
            + "-ERR no\r\n"
            + ":42\r\n"
            + "$5\r\n"
            + "hello\r\n"
            + "$0\r\n\r\n"
            + "$-1\r\n"
            + "*2\r\n"
            + ":1\r\n"
            + "+QUEUED\r\n"
            + "*-1\r\n"
            + "*0\r\n"
            + "$11\r\n"
            + "01234567890\r\n"
            + "+END\r\n";
    for (int pieceLength = 1; pieceLength <= stream.length(); pieceLength++) {
      replies.clear();
      receive(stream, pieceLength);
      assertThat(replies).hasSize(11);
      assertThat(replies.get(0)).isEqualTo(new Reply.Simple("OK"));
      assertThat(replies.get(1)).isEqualTo(new Reply.Failure("ERR no"));
      assertThat(((Reply.Failure) replies.get(1)).code()).isEqualTo("ERR");
      assertThat(replies.get(2)).isEqualTo(new Reply.Int(42));
      assertThat(((Reply.Bulk) replies.get(3)).text()).isEqualTo("hello");
      assertThat(((Reply.Bulk) replies.get(4)).bytes()).isEmpty();
      assertThat(((Reply.Bulk) replies.get(5)).bytes()).isNull();
      assertThat(replies.get(6))
          .isEqualTo(new Reply.Array(List.of(new Reply.Int(1), new Reply.Simple("QUEUED"))));
      assertThat(replies.get(7)).isEqualTo(new Reply.Array(null));
      assertThat(replies.get(8)).isEqualTo(new Reply.Array(List.of()));
      assertThat(replies.get(9)).isEqualTo(new Reply.Oversized(11));
      assertThat(replies.get(10)).isEqualTo(new Reply.Simple("END"));
    }
  }

  @Test
  void assemblesTheRoleOfAMasterWithAReplica() {
    receive("*2\r\n+master\r\n*1\r\n*2\r\n+127.0.0.1\r\n:6379\r\n", 100);
    Reply replica = new Reply.Array(List.of(new Reply.Simple("127.0.0.1"), new Reply.Int(6379)));
    assertThat(replies)
        .containsExactly(
            new Reply.Array(
                List.of(new Reply.Simple("master"), new Reply.Array(List.of(replica)))));
  }

  @Test
  void refusesWhatNoCommandAnswers() {
    assertThatThrownBy(() -> receive("*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n", 100))
        .hasMessageContaining("array of 1 elements in 3 others");
    receive(":7\r\n", 100);
    assertThat(replies).isEmpty();
  }

  @Test
  void encodesCommandsAsArraysOfBulkStrings() {
    var buffer = Unpooled.buffer();
    Command command =
        Command.atomically(Command.of("EXISTS", "k"), Command.of("SET", "k", "twelve bytes"));
    command.encode(buffer);
    assertThat(buffer.toString(UTF_8))
        .isEqualTo(
            "*1\r\n$5\r\nMULTI\r\n*2\r\n$6\r\nEXISTS\r\n$1\r\nk\r\n"
                + "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$12\r\ntwelve bytes\r\n*1\r\n$4\r\nEXEC\r\n");
    assertThat(command.replies()).isEqualTo(4);
    assertThat(command.maxEncodedBytes()).isGreaterThanOrEqualTo(buffer.readableBytes());
  }
}
