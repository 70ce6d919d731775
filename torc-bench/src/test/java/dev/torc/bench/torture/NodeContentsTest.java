package dev.torc.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.torc.bench.torture.Findings.Finding;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What lies where it must not. */
final class NodeContentsTest {
  private final TortureNode one = new TortureNode(0, "64mb");
  private final TortureNode other = new TortureNode(1, "64mb");
  private final Findings findings = new Findings(new CountDownLatch(1));

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  private static void set(TortureNode node, String key, String value) throws IOException {
    try (RedisSocket redis = node.connect()) {
      redis.call("SET", key, value);
    }
  }

  private List<Finding> check() throws IOException {
    new NodeContents(findings)
        .check(List.of(one, other), Map.of("k", one.hostAndPort(), "gone", one.hostAndPort()));
    return findings.kept();
  }

  @Test
  void eachKeyOnItsOwner() throws IOException {
    set(one, "k", "v");
    set(other, "somebody-else's", "v");
    assertThat(check()).isEmpty();
  }

  @Test
  void aKeyOnTwoNodes() throws IOException {
    set(one, "k", "v");
    set(other, "k", "v");
    assertThat(check()).extracting(Finding::kind).containsExactly("DUPLICATE");
  }

  @Test
  void aKeyOnAnother() throws IOException {
    set(other, "k", "v");
    assertThat(check()).extracting(Finding::kind).containsExactly("MISPLACED");
  }

  @Test
  void aRecordOfWritesThatIsLeft() throws IOException {
    set(other, "__torc:dirty:1", "k");
    assertThat(check()).extracting(Finding::kind).containsExactly("INTERNAL_KEY");
  }

  @Test
  void theMarkOfANodeThatWasEmptiedMayStay() throws IOException {
    set(one, "k", "v");
    set(one, "__torc:emptied", "run id");
    assertThat(check()).isEmpty();
  }

  @Test
  void whatWasPutThereOnPurposeIsOnlyWrongOnTheOwner() throws IOException {
    LiveKeys keys = new LiveKeys(100, 1, 0);
    new PastLife(keys, new SplittableRandom(1)).leaveIn(other);
    try (RedisSocket redis = other.connect()) {
      assertThat(redis.keys()).hasSizeBetween(40, 80);
    }
    set(other, "k", PastLife.VALUE + 0);
    set(one, "k", "v");
    assertThat(check()).isEmpty();
    set(one, "gone", PastLife.VALUE + 1);
    set(other, "gone", "v");
    assertThat(check()).extracting(Finding::kind).containsExactly("DUPLICATE");
  }

  @Test
  void aFullNodeRefusesWritesUntilItIsEmptied() throws IOException {
    set(one, "k", "v");
    one.fill();
    try (RedisSocket redis = one.connect()) {
      assertThat(redis.call("GET", "k")).isEqualTo("v");
      assertThatThrownBy(() -> redis.call("SET", "k", "w")).hasMessageStartingWith("OOM");
      one.empty();
      assertThat(redis.call("SET", "k", "w")).isEqualTo("OK");
    }
  }
}
