package dev.torc.bench.torture;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.cli.admin.AdminClient;
import dev.torc.cli.admin.AdminTarget;
import dev.torc.cli.admin.Change;
import dev.torc.cli.admin.ChangeRequest;
import dev.torc.testkit.RedisProcess;
import dev.torc.testkit.history.Action;
import dev.torc.testkit.history.History;
import dev.torc.testkit.history.Linearizability;
import dev.torc.testkit.history.Operation;
import dev.torc.testkit.history.Outcome;
import dev.torc.testkit.history.Verdict;
import dev.torc.testkit.proxy.Rule;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway in a process of its own is killed when its state on disk says that a move is at a step,
 * with clients under way, and started again over the nodes that have outlived it. The nodes answer
 * late, so that each step lasts long enough to be met.
 */
@Timeout(300)
final class GatewayKillTest {
  private static final int KEYS = 120;
  private static final int CLIENTS = 6;
  private static final int TRIES = 5;
  private static final Duration LATE = Duration.ofMillis(15);

  /** Until it is killed, a client tries again so often. */
  private static final Duration PAUSE = Duration.ofMillis(1);

  @TempDir private Path folder;

  private final List<TortureNode> nodes = new ArrayList<>();
  private final History history = new History();
  private final AtomicBoolean ending = new AtomicBoolean();
  private final List<Thread> clients = new ArrayList<>();
  private final InetSocketAddress cache = freeAddress();
  private final InetSocketAddress admin = freeAddress();
  private AdminClient changes;
  private GatewayProcess gateway;

  private static InetSocketAddress freeAddress() {
    return InetSocketAddress.createUnresolved("127.0.0.1", RedisProcess.freePort());
  }

  @BeforeEach
  void start() throws Exception {
    for (int i = 0; i < 3; i++) {
      nodes.add(new TortureNode(i, TortureNode.ROOMY));
    }
    Path config =
        Files.writeString(
            folder.resolve("torc.yaml"),
            """
            cache:
              port: %d
              stateDir: %s
              nodes: {static: ["%s", "%s"]}
            admin: {port: %d}
            """
                .formatted(
                    cache.getPort(),
                    folder.resolve("state"),
                    nodes.get(0).hostAndPort(),
                    nodes.get(1).hostAndPort(),
                    admin.getPort()));
    gateway =
        new GatewayProcess(
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            "dev.torc.cli.Torc",
            List.of("up", "--json", "-c", config.toString()),
            cache,
            admin,
            folder.resolve("log"));
    gateway.start();
    changes =
        new AdminClient(
            new AdminTarget("http://127.0.0.1:" + admin.getPort(), null), Duration.ofSeconds(30));
    for (int i = 0; i < CLIENTS; i++) {
      int number = i;
      clients.add(Thread.ofPlatform().start(() -> operate(number)));
    }
  }

  @AfterEach
  void close() throws Exception {
    ending.set(true);
    for (Thread client : clients) {
      client.join();
    }
    changes.close();
    gateway.close();
    nodes.forEach(TortureNode::close);
  }

  private void operate(int number) {
    SplittableRandom random = new SplittableRandom(number);
    int count = 0;
    while (!ending.get()) {
      try (CacheConnection connection = new CacheConnection(cache)) {
        while (!ending.get() && !connection.isBroken()) {
          String key = "k" + random.nextInt(KEYS);
          count++;
          record(connection, key, number, action(random, number + "-" + count));
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      } catch (IOException e) {
        // It is dead at the moment.
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private static Action action(SplittableRandom random, String value) {
    return switch (random.nextInt(10)) {
      case 0 -> new Action.Delete();
      case 1, 2, 3, 4 -> new Action.Set(value, 0);
      default -> new Action.Get();
    };
  }

  private Outcome record(CacheConnection connection, String key, int client, Action action) {
    long invoked = System.nanoTime();
    Outcome outcome = connection.send(key, action);
    history.record(new Operation(key, client, action, outcome, invoked, System.nanoTime()));
    return outcome;
  }

  /** The names of the steps of the moves that the state on disk has. */
  private List<String> stepsOnDisk() throws IOException {
    try {
      String state = Files.readString(folder.resolve("state").resolve("cluster.yaml"));
      return Stream.of(state.split("\"step\":\\{\"step\":\"", -1))
          .skip(1)
          .map(rest -> rest.substring(0, rest.indexOf('"')))
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** A change back and forth, so that there is always something to move. */
  private ChangeRequest next() throws InterruptedException {
    String third = nodes.get(2).hostAndPort();
    boolean isThere =
        changes.nodes().value().nodes().stream().anyMatch(node -> node.address().equals(third));
    return isThere
        ? ChangeRequest.remove(List.of(third), false)
        : ChangeRequest.add(List.of(new ChangeRequest.Addition(third, "third", null)));
  }

  /** Kills it at a step; tells at which steps the moves were. */
  private List<String> killAt(String step, boolean cancels) throws Exception {
    long id = changes.submit(next()).value().id();
    if (cancels) {
      await()
          .atMost(1, MINUTES)
          .pollDelay(Duration.ZERO)
          .until(() -> stepsOnDisk().contains("copy"));
      changes.cancel(id);
    }
    await()
        .atMost(1, MINUTES)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> stepsOnDisk().contains(step) || changes.change(id).value().state().isEnd());
    gateway.kill();
    List<String> left = stepsOnDisk();
    gateway.start();
    await().atMost(1, MINUTES).until(() -> changes.change(id).value().state().isEnd());
    Change.State end = changes.change(id).value().state();
    assertThat(end).isEqualTo(cancels ? Change.State.CANCELLED : Change.State.COMMITTED);
    return left;
  }

  private void meets(String step, boolean cancels) throws Exception {
    for (int i = 0; i < TRIES; i++) {
      if (killAt(step, cancels).contains(step)) {
        return;
      }
    }
    throw new AssertionError("not killed at " + step + " in " + TRIES + " tries");
  }

  @Test
  void whateverTheStepAKilledGatewayGoesOnAndNothingIsLost() throws Exception {
    nodes.forEach(node -> node.proxy().apply(new Rule.Delay(Rule.Selection.ALL, LATE)));
    for (String step :
        List.of("purge", "ready", "track", "copy", "catch-up", "hold", "finish", "clean")) {
      meets(step, false);
    }
    for (String step : List.of("release", "undo")) {
      meets(step, true);
    }
    ending.set(true);
    for (Thread client : clients) {
      client.join();
    }
    try (CacheConnection connection = new CacheConnection(cache)) {
      for (int i = 0; i < KEYS; i++) {
        Outcome outcome = record(connection, "k" + i, CLIENTS, new Action.Get());
        assertThat(outcome).isNotInstanceOf(Outcome.Unanswered.class);
      }
    }
    Verdict verdict = Linearizability.of(Duration.ZERO).check(history);
    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.linearizable()).as("%s", verdict).isTrue();
    assertThat(verdict.operations()).isGreaterThan(1000);
  }
}
