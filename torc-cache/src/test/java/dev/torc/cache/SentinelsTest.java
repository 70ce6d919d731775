package dev.torc.cache;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.config.HostPort;
import dev.torc.testkit.RedisProcess;
import dev.torc.testkit.SentinelProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Sentinels that run, and what they say. */
final class SentinelsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static HostPort hostPort(InetSocketAddress address) {
    return new HostPort(address.getHostString(), address.getPort());
  }

  private static Sentinels over(SentinelProcess... processes) {
    return Sentinels.open(
        Stream.of(processes).map(process -> hostPort(process.address())).toList(), PATIENCE);
  }

  /** Watches servers under one name, each sentinel for itself. */
  private static SentinelProcess watching(RedisProcess server) {
    return SentinelProcess.started(1, Map.of("m", server.address()));
  }

  private static HostPort await(CompletionStage<HostPort> answer) throws Exception {
    return answer.toCompletableFuture().get(60, SECONDS);
  }

  private static void assertUnsure(CompletionStage<HostPort> answer, String message) {
    assertThatThrownBy(() -> await(answer))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(SentinelException.class)
        .hasMessage(message);
  }

  @Test
  void theMasterIsFollowedToTheReplicaThatTakesItsPlace() throws Exception {
    try (RedisProcess first = RedisProcess.started();
        RedisProcess second =
            RedisProcess.started("--replicaof", "127.0.0.1", port(first.address()));
        SentinelProcess a = SentinelProcess.started(2, Map.of("m", first.address()));
        SentinelProcess b = SentinelProcess.started(2, Map.of("m", first.address()));
        SentinelProcess c = SentinelProcess.started(2, Map.of("m", first.address()));
        Sentinels sentinels = over(a, b, c)) {
      HostPort before = await(sentinels.master("m", null));
      assertThat(before).isEqualTo(hostPort(first.address()));
      for (SentinelProcess sentinel : List.of(a, b, c)) {
        Waiting.until(
            () -> knows(sentinel, "num-slaves", 1) && knows(sentinel, "num-other-sentinels", 2));
      }
      assertThat(await(sentinels.master("m", null)))
          .as("a master that lists a replica")
          .isEqualTo(before);
      first.kill();
      assertThat(await(sentinels.master("m", before)))
          .as("where it stays until the sentinels name another")
          .isIn(before, hostPort(second.address()));
      Waiting.until(() -> hostPort(second.address()).equals(masterOr(sentinels, before)));
      assertThat(await(sentinels.master("m", null))).isEqualTo(hostPort(second.address()));
    }
  }

  private static @Nullable HostPort masterOr(Sentinels sentinels, HostPort known) throws Exception {
    try {
      return await(sentinels.master("m", known));
    } catch (ExecutionException e) {
      return null;
    }
  }

  private static String port(InetSocketAddress address) {
    return Integer.toString(address.getPort());
  }

  private static boolean knows(SentinelProcess sentinel, String field, int number) {
    String reply = RedisCommands.call(sentinel.address(), "SENTINEL", "master", "m");
    return reply.contains(field + "\r\n$1\r\n" + number + "\r\n");
  }

  @Test
  void theAddressThatMostSentinelsNameIsBelieved() throws Exception {
    try (RedisProcess one = RedisProcess.started();
        RedisProcess other = RedisProcess.started();
        SentinelProcess a = watching(one);
        SentinelProcess b = watching(other);
        SentinelProcess c = watching(other);
        Sentinels sentinels = over(a, b, c)) {
      assertThat(await(sentinels.master("m", null))).isEqualTo(hostPort(other.address()));
      c.kill();
      assertUnsure(
          sentinels.master("m", null),
          "m: equally many sentinels name each of ["
              + hostPort(one.address())
              + ", "
              + hostPort(other.address())
              + "]");
      b.kill();
      assertThat(await(sentinels.master("m", null))).isEqualTo(hostPort(one.address()));
    }
  }

  /** As a sentinel that promotes a replica, and names it before it is a master. */
  private static ScriptedServer naming(String port) throws IOException {
    return new ScriptedServer(
        "get-master-addr-by-name",
        "*2\r\n$9\r\n127.0.0.1\r\n$" + port.length() + "\r\n" + port + "\r\n");
  }

  @Test
  void aReplicaIsNoMaster() throws Exception {
    try (RedisProcess first = RedisProcess.started();
        RedisProcess second =
            RedisProcess.started("--replicaof", "127.0.0.1", port(first.address()));
        ScriptedServer sentinel = naming(port(second.address()));
        Sentinels sentinels = Sentinels.open(List.of(hostPort(sentinel.address())), PATIENCE)) {
      assertUnsure(
          sentinels.master("m", null), "m: " + hostPort(second.address()) + " is no master: slave");
      assertThat(await(sentinels.master("m", hostPort(second.address()))))
          .as("known before")
          .isEqualTo(hostPort(second.address()));
      RedisCommands.call(second, "REPLICAOF", "NO", "ONE");
      assertThat(await(sentinels.master("m", null))).isEqualTo(hostPort(second.address()));
    }
  }

  @Test
  void whoKnowsNothingIsNotCounted() throws Exception {
    try (RedisProcess server = RedisProcess.started();
        SentinelProcess a = SentinelProcess.started(1, Map.of());
        SentinelProcess b = SentinelProcess.started(1, Map.of());
        SentinelProcess c = watching(server);
        Sentinels sentinels = over(a, b, c)) {
      assertThat(await(sentinels.master("m", null))).isEqualTo(hostPort(server.address()));
      assertUnsure(
          sentinels.master("n", null),
          "n: no sentinel names it: "
              + Stream.of(a, b, c)
                  .map(each -> hostPort(each.address()) + ": no such master")
                  .collect(joining("; ")));
    }
  }

  @Test
  void sentinelsThatHangDelayTheAnswerButDoNotPreventIt() throws Exception {
    try (RedisProcess server = RedisProcess.started();
        SentinelProcess a = watching(server);
        SentinelProcess b = watching(server);
        Sentinels sentinels =
            Sentinels.open(
                List.of(hostPort(a.address()), hostPort(b.address())), Duration.ofSeconds(1))) {
      await(sentinels.master("m", null));
      a.pause();
      try {
        // Known before: the other one may be slow too on a busy machine, but not for good.
        Waiting.until(() ->
            hostPort(server.address()).equals(masterOr(sentinels, hostPort(server.address()))));
      } finally {
        a.resume();
      }
      a.kill();
      b.kill();
      Waiting.until(() -> masterOr(sentinels, hostPort(server.address())) == null);
      b.start();
      Waiting.until(
          () -> hostPort(server.address()).equals(masterOr(sentinels, hostPort(server.address()))));
    }
  }

  @Test
  void afterTheEndThereIsNoAnswer() {
    Sentinels sentinels = Sentinels.open(List.of(new HostPort("127.0.0.1", 1)), PATIENCE);
    sentinels.close();
    assertThatThrownBy(() -> await(sentinels.master("m", null)))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(SentinelException.class)
        .hasMessageStartingWith("m: no sentinel names it: ");
  }

  @Test
  void refusesToAskNobody() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Sentinels.open(List.of(), PATIENCE))
        .withMessage("sentinels: none (expected: at least one)");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Sentinels.open(List.of(new HostPort("h", 1)), Duration.ZERO))
        .withMessage("timeout: PT0S (expected: at least 1 ms)");
  }
}
