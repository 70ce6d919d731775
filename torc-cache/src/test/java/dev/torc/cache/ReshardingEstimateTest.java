package dev.torc.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.torc.cache.Estimate.Basis;
import dev.torc.cache.Estimate.Flow;
import dev.torc.cache.Estimate.NodeFigures;
import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ChangeException;
import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Layer;
import dev.torc.cache.coordination.Member;
import dev.torc.cache.coordination.Move;
import dev.torc.cache.coordination.Safeguard;
import dev.torc.cache.coordination.Step;
import dev.torc.config.HostPort;
import dev.torc.testkit.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.assertj.core.data.Percentage;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnJre;
import org.junit.jupiter.api.condition.JRE;

/** What changes would do, beside what they then do, on real Redis servers. */
@DisabledOnJre(value = JRE.JAVA_17, disabledReason = "slow, and the same on every version")
final class ReshardingEstimateTest {
  private static final int KEYS = 20_000;
  private static final Percentage CLOSE = Percentage.withPercentage(2);

  private final Shards shards = new Shards();
  private final List<RedisProcess> servers = new ArrayList<>();

  @AfterEach
  void close() {
    shards.close();
  }

  private void redis(int count) {
    for (int i = 0; i < count; i++) {
      servers.add(shards.redis());
    }
  }

  private Estimate estimate(ChangeRequest request) {
    return shards.cache().resharding().estimate(request, Map.of());
  }

  /** The node that would be added on a server, without taking an index. */
  private Member next(RedisProcess server) {
    int index = shards.state().nextNode();
    return new Member(
        index, "node-" + index, new HostPort("127.0.0.1", server.address().getPort()));
  }

  /** Estimates, sees that nothing was done, makes the change and compares. */
  private void assertForetold(ChangeRequest request) {
    ClusterState before = shards.state();
    List<String> written = writes();
    Estimate estimate = estimate(request);
    assertThat(shards.state()).isEqualTo(before);
    assertThat(writes()).isEqualTo(written);
    assertNobodyLooks();
    assertThat(estimate.exact()).isTrue();
    assertThat(estimate.warnings()).isEmpty();

    Change change = shards.committed(request);
    assertThat(estimate.description()).isEqualTo(change.request().description());
    assertThat(estimate.movedShare()).isCloseTo(change.movedShare(), within(1e-9));
    assertThat(estimate.keys()).isEqualTo(change.progress().moved()).isPositive();
    assertThat(estimate.bytes()).isCloseTo(change.progress().bytes(), CLOSE);
    assertThat(estimate.moves())
        .extracting(Flow::from, Flow::to, Flow::share, Flow::keys)
        .containsExactlyElementsOf(
            change.moves().stream()
                .map(m -> Tuple.tuple(m.from(), m.to(), m.share(), m.progress().moved()))
                .toList());
    assertNodes(estimate);
  }

  private void assertNodes(Estimate estimate) {
    Epoch epoch = shards.cache().epoch();
    double[] shares = epoch.shares();
    assertThat(estimate.nodes().stream().mapToLong(NodeFigures::keysBefore).sum()).isEqualTo(KEYS);
    assertThat(estimate.nodes().stream().mapToLong(NodeFigures::keysAfter).sum()).isEqualTo(KEYS);
    for (NodeFigures node : estimate.nodes()) {
      int slot = epoch.nodes().stream().map(CacheNode::index).toList().indexOf(node.index());
      assertThat(node.shareAfter()).isCloseTo(slot < 0 ? 0 : shares[slot], within(1e-9));
      assertThat(node.keysAfter()).isEqualTo(stored(servers.get(node.index())));
    }
    LongStream counts = estimate.nodes().stream().mapToLong(NodeFigures::keysAfter);
    double max = counts.max().orElseThrow();
    assertThat(estimate.maxToAverageAfter()).hasValue(max * epoch.nodes().size() / (double) KEYS);
  }

  private static long stored(RedisProcess server) {
    String reply = RedisCommands.call(server, "DBSIZE");
    return Long.parseLong(reply.substring(1, reply.indexOf('\r')));
  }

  /** How many writes each server has seen. */
  private List<String> writes() {
    return servers.stream()
        .map(server ->
            RedisCommands.call(server, "INFO", "persistence")
                .lines()
                .filter(line -> line.startsWith("rdb_changes_since_last_save:"))
                .findFirst()
                .orElseThrow())
        .toList();
  }

  private void assertNobodyLooks() {
    for (RedisProcess server : servers) {
      Waiting.until(() -> !RedisCommands.call(server, "CLIENT", "LIST").contains(":observe "));
    }
  }

  @Test
  void everyChangeDoesWhatWasForetold() {
    redis(3);
    shards.open();
    shards.fill(KEYS, "v");
    redis(1);
    assertForetold(ChangeRequest.add(next(servers.get(3)), 2));
    assertForetold(ChangeRequest.weight(0, 3));
    assertForetold(ChangeRequest.points(150));
    assertForetold(ChangeRequest.remove(1));
  }

  @Test
  void aSampleOfALargeNodeIsEnough() {
    redis(1);
    shards.open();
    RedisCommands.call(servers.get(0), "DEBUG", "POPULATE", "300000", "key", "40");
    redis(1);
    // A tenth moves: 2 % are five standard errors.
    ChangeRequest request =
        new ChangeRequest(
            List.of(next(servers.get(1))),
            List.of(),
            false,
            List.of(new Layer.Weight(0, 9)),
            null,
            false);
    Estimate estimate = estimate(request);
    assertThat(estimate.exact()).isFalse();
    assertThat(estimate.rate().basis()).isEqualTo(Basis.ASSUMED);
    Change change = shards.committed(request);
    assertThat(estimate.keys()).isCloseTo(change.progress().moved(), CLOSE);
    assertThat(estimate.bytes()).isCloseTo(change.progress().bytes(), CLOSE);
    assertThat(estimate.nodes().get(0).keysBefore()).isEqualTo(300_000);
    assertThat(estimate.nodes().get(1).keysAfter()).isCloseTo(stored(servers.get(1)), CLOSE);

    Estimate next = estimate(ChangeRequest.remove(1));
    assertThat(next.rate().basis()).isEqualTo(Basis.MEASURED);
    Change.Times times = change.times();
    assertThat(next.rate().keysPerSecond())
        .isCloseTo(
            1000.0
                * change.progress().moved()
                / (valueOf(times.finished()) - valueOf(times.started())),
            within(1e-6));
  }

  private static long valueOf(@Nullable Long time) {
    return Objects.requireNonNull(time);
  }

  @Test
  void whatRunsAndWaitsGoesBefore() {
    redis(2);
    shards.open(builder ->
        builder.withResharding(
            new ReshardingSettings(
                40_000, Duration.ofSeconds(1), Duration.ofSeconds(30), Safeguard.all())));
    shards.fill(KEYS, "v");
    redis(1);
    AtomicReference<@Nullable Estimate> told = new AtomicReference<>();
    long[] waiting = {0};
    // The keys of the first move lie on both nodes then; those of the second have not moved.
    shards
        .steps()
        .after(
            SteppingCoordinator.at(Step.Clean.class, 1),
            () -> {
              waiting[0] = shards.cache().resharding().submit(ChangeRequest.points(120)).id();
              told.set(estimate(ChangeRequest.remove(0)));
            });
    shards.committed(ChangeRequest.add(shards.member(), 1));
    assertThat(shards.over(waiting[0]).status()).isEqualTo(Change.Status.COMMITTED);
    Change change = shards.committed(ChangeRequest.remove(0));
    Estimate estimate = Objects.requireNonNull(told.get());
    assertThat(estimate.exact()).isFalse();
    assertThat(estimate.rate()).isEqualTo(new Estimate.Rate(40_000, Basis.LIMITED));
    assertThat(estimate.movedShare()).isCloseTo(change.movedShare(), within(1e-9));
    assertThat(estimate.keys()).isEqualTo(change.progress().moved()).isPositive();
    assertNodes(estimate);
  }

  @Test
  void aNodeThatIsAwayIsReckonedByItsShare() {
    redis(3);
    shards.open(builder -> builder.withCommandTimeout(Duration.ofSeconds(2)));
    shards.fill(KEYS, "v");
    long keys = stored(servers.get(2));
    Estimate there = estimate(ChangeRequest.lost(2));
    assertThat(there.lostKeys()).isEqualTo(keys);
    assertThat(there.keys()).isZero();
    assertThat(there.nodes().get(0).keysAfter()).isEqualTo(stored(servers.get(0)));
    servers.get(2).pause();
    assertReckoned(estimate(ChangeRequest.lost(2)), keys);
    servers.get(2).kill();
    assertReckoned(estimate(ChangeRequest.lost(2)), keys);
    Estimate removed = estimate(ChangeRequest.remove(2));
    assertThat(removed.keys()).isCloseTo(keys, Percentage.withPercentage(10));
    assertThat(removed.lostKeys()).isZero();
  }

  private void assertReckoned(Estimate estimate, long keys) {
    assertThat(estimate.exact()).isFalse();
    assertThat(estimate.lostKeys()).isCloseTo(keys, Percentage.withPercentage(10));
    assertThat(estimate.warnings())
        .singleElement()
        .asString()
        .startsWith(
            "node 2 (127.0.0.1:" + servers.get(2).address().getPort() + ") cannot be asked: ")
        .endsWith(" (its keys are reckoned from its share of the ring, its room is not checked)");
  }

  @Test
  void theReasonWhyItWouldBeRefusedIsAWarning() {
    redis(1);
    shards.open();
    // Servers dump what can be compressed shorter than it is.
    Random random = new Random(7);
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      byte[] value = new byte[100_000];
      random.nextBytes(value);
      writes.add(shards.cache().set(Shards.bytes("large-" + i), value, null).toCompletableFuture());
    }
    Shards.get(CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new)));
    RedisProcess small = shards.redis("--maxmemory", "3mb");
    ChangeRequest request = ChangeRequest.add(next(small), 1);
    Estimate estimate = estimate(request);
    Change refused = shards.failed(request);
    assertThat(estimate.warnings()).singleElement().asString().matches(pattern(refused));
    assertThat(estimate.keys()).isBetween(20L, 80L);
    assertThat(estimate.bytes()).isBetween(20 * 100_000L, 80 * 100_100L);
  }

  /** The node's memory is not the same at both times. */
  private static String pattern(Change refused) {
    return String.valueOf(refused.reason())
        .replaceAll("([().])", "\\\\$1")
        .replaceFirst("about \\d+ bytes", "about \\\\d+ bytes");
  }

  @Test
  void aNodeThatDoesNotRunYetHasNoAddress() {
    redis(1);
    shards.open();
    shards.fill(100, "v");
    Member unstarted = new Member(1, "node-1", new HostPort("node-1.invalid", 6379));
    Estimate estimate =
        shards.cache().resharding().estimate(ChangeRequest.add(unstarted, 1), Map.of(1, 64L << 20));
    assertThat(estimate.description()).isEqualTo("add node 1");
    assertThat(estimate.warnings()).isEmpty();
    assertThat(estimate.exact()).isTrue();
    assertThat(estimate.nodes().get(1).address()).isNull();
    redis(1);
    Change change = shards.committed(ChangeRequest.add(next(servers.get(1)), 1));
    assertThat(estimate.keys()).isEqualTo(change.progress().moved()).isPositive();
    assertThat(change.moves().stream().map(Move::progress).mapToLong(Move.Progress::moved).sum())
        .isEqualTo(estimate.keys());
  }

  @Test
  void refusesWhatWouldBeRefused() {
    redis(1);
    shards.open();
    assertThatExceptionOfType(ChangeException.class)
        .isThrownBy(() -> estimate(ChangeRequest.remove(0)))
        .withMessageContaining("no node with a weight above 0 would be left");
  }
}
