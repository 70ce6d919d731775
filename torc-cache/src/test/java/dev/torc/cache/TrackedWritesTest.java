package dev.torc.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.coordination.Member;
import dev.torc.cache.coordination.Pair;
import dev.torc.cache.coordination.Phase;
import dev.torc.cache.coordination.Route;
import dev.torc.cache.internal.Command;
import dev.torc.cache.internal.Reply;
import dev.torc.config.HostPort;
import io.netty.util.concurrent.Ticker;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class TrackedWritesTest {
  private static final CacheNode NODE =
      new CacheNode(0, "n", InetSocketAddress.createUnresolved("h", 1), 1);

  private final TrackedWrites writes =
      new TrackedWrites(
          new Route(new Member(0, "n", new HostPort("h", 1)), Phase.TRACKED, new Pair(0, 1)),
          new Pair(0, 1),
          bytes("written"));

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static KeyOperation<Reply> operation(String key, Command... commands) {
    return new KeyOperation<>(
        CacheRecorder.Operation.SET,
        bytes(key),
        0,
        List.of(commands),
        true,
        Function.identity(),
        CacheRecorder.NONE,
        Ticker.systemTicker());
  }

  private static String text(Command command) {
    return command.parts().stream()
        .map(words ->
            List.of(words).stream()
                .map(word -> new String(word, UTF_8))
                .collect(Collectors.joining(" ")))
        .collect(Collectors.joining("; "));
  }

  @Test
  void allLeaveInOneTransactionWithTheRecordOfTheirKeys() {
    assertThat(writes.add(operation("a", Command.of("SET", "a", "1")))).isFalse();
    writes.add(operation("b", Command.of("EXISTS", "b"), Command.of("SET", "b", "2")));
    writes.add(operation("a", Command.of("UNLINK", "a")));
    assertThat(text(writes.command()))
        .isEqualTo("MULTI; SADD written a b a; SET a 1; EXISTS b; SET b 2; UNLINK a; EXEC");
  }

  @Test
  void eachGetsItsPartOfTheReplies() {
    KeyOperation<Reply> set = operation("a", Command.of("SET", "a", "1"));
    KeyOperation<Reply> put =
        operation("b", Command.of("EXISTS", "b"), Command.of("SET", "b", "2"));
    KeyOperation<Reply> last = operation("c", Command.of("UNLINK", "c"));
    List.of(set, put, last).forEach(writes::add);
    Reply ok = new Reply.Simple("OK");
    List<Reply> replies = List.of(new Reply.Int(3), ok, new Reply.Int(0), ok, new Reply.Int(1));
    assertThat(writes.areComplete(replies)).isTrue();
    assertThat(writes.areComplete(replies.subList(0, 4))).isFalse();
    assertThat(TrackedWrites.areRecorded(replies)).isTrue();
    writes.answered(replies, NODE, 7);
    assertThat(set.result().join().value()).isEqualTo(ok);
    assertThat(put.result().join().value())
        .isEqualTo(new Reply.Array(List.of(new Reply.Int(0), ok)));
    assertThat(last.result().join()).isEqualTo(new Served<>(new Reply.Int(1), NODE, 7));
  }

  @Test
  void aRecordThatFailedIsNoticedThoughTheWritesRan() {
    assertThat(TrackedWrites.areRecorded(List.of(new Reply.Failure("WRONGTYPE"), new Reply.Int(1))))
        .isFalse();
    assertThat(TrackedWrites.repliesIn(new Reply.Failure("OOM full"))).isNull();
  }

  @Test
  void thereIsAnEndToWhatLeavesTogether() {
    int count = 1;
    while (!writes.add(operation("k", Command.of("SET", "k", "v")))) {
      count++;
    }
    assertThat(count).isEqualTo(64);
    TrackedWrites large = new TrackedWrites(writes.route(), writes.move(), bytes("written"));
    assertThat(large.add(operation("k", Command.of(bytes("SET"), bytes("k"), new byte[200_000]))))
        .isTrue();
  }
}
