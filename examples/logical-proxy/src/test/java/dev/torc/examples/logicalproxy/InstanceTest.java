package dev.torc.examples.logicalproxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.CacheNode;
import dev.torc.cache.ShardedCache;
import dev.torc.testkit.RedisProcess;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An instance sees what a cache does wrong; one that did not would find no fault with any. */
final class InstanceTest {
  private static final CompletionStage<?> NOW = CompletableFuture.completedFuture("over");
  private static final long ENOUGH = 4 * Instance.SESSIONS;

  private final RedisProcess server = RedisProcess.started();
  private final ShardedCache cache =
      ShardedCache.over(List.of(new CacheNode(0, "node-0", server.address(), 1)))
          .withCommandTimeout(Duration.ofSeconds(10))
          .open();
  private final Instance alice = new Instance("alice", "bob", cache, new Random(1));
  private final Instance bob = new Instance("bob", "alice", cache, new Random(2));

  @AfterEach
  void close() {
    cache.close();
    server.close();
  }

  /** To all sessions of alice. */
  private void happens(Function<byte[], CompletionStage<?>> accident) {
    CompletableFuture<?>[] all = new CompletableFuture<?>[Instance.SESSIONS];
    for (int i = 0; i < all.length; i++) {
      byte[] key = ("session:alice:" + i).getBytes(US_ASCII);
      all[i] = accident.apply(key).toCompletableFuture();
    }
    CompletableFuture.allOf(all).join();
  }

  private static byte[] visits(String number) {
    return number.getBytes(US_ASCII);
  }

  @Test
  void aGoodCacheHasNoWrongAnswers() {
    alice.signAllIn();
    bob.signAllIn();
    alice.work(ENOUGH, NOW);
    bob.work(ENOUGH, NOW);
    alice.work(ENOUGH, NOW);
    alice.signAllOut();
    bob.signAllOut();

    assertThat(alice.wrong()).isEmpty();
    assertThat(bob.wrong()).isEmpty();
    assertThat(alice.operations()).isGreaterThanOrEqualTo(2 * ENOUGH + 3 * Instance.SESSIONS);
    assertThat(alice.unanswered()).isZero();
  }

  @Test
  void aLostSessionIsAWrongAnswer() {
    alice.signAllIn();
    happens(cache::delete);
    alice.signAllOut();

    assertThat(alice.wrong())
        .hasSize(Instance.SESSIONS)
        .startsWith("delete of session:alice:0: false (expected: true)");
  }

  @Test
  void aLostWriteIsAWrongAnswer() {
    alice.signAllIn();
    alice.signAllIn();
    happens(key -> cache.set(key, visits("1"), null));
    alice.signAllIn();

    assertThat(alice.wrong())
        .hasSize(Instance.SESSIONS)
        .startsWith("session:alice:0: 1 (expected: 2)");
  }

  @Test
  void aSessionThatComesBackFromThePastIsAWrongAnswer() {
    alice.signAllIn();
    alice.signAllOut();
    happens(key -> cache.set(key, visits("1"), null));
    alice.signAllIn();

    assertThat(alice.wrong())
        .hasSize(Instance.SESSIONS)
        .startsWith("session:alice:0: 1 (expected: null)");
  }

  @Test
  void whatOthersSeeMustNotGetOlder() {
    happens(key -> cache.set(key, visits("7"), null));
    bob.work(ENOUGH, NOW);
    happens(key -> cache.set(key, visits("6"), null));
    bob.work(ENOUGH, NOW);

    assertThat(bob.wrong()).isNotEmpty().allMatch(answer -> answer.startsWith("session:alice:"));
  }

  @Test
  void whatOthersSawGoMustNotComeBack() {
    happens(key -> cache.set(key, visits("7"), null));
    bob.work(ENOUGH, NOW);
    happens(cache::delete);
    bob.work(ENOUGH, NOW);
    assertThat(bob.wrong()).isEmpty();
    happens(key -> cache.set(key, visits("7"), null));
    bob.work(ENOUGH, NOW);

    assertThat(bob.wrong()).isNotEmpty();
  }

  @Test
  void noAnswerIsNotAWrongOne() {
    alice.signAllIn();
    server.kill();
    alice.signAllIn();
    server.start();
    alice.signAllOut();

    assertThat(alice.unanswered()).isGreaterThanOrEqualTo(Instance.SESSIONS);
    assertThat(alice.wrong()).isEmpty();
  }
}
