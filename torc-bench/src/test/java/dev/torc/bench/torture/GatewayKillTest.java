package dev.torc.bench.torture;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.cli.admin.Change;
import dev.torc.cli.admin.ChangeRequest;
import dev.torc.testkit.history.Linearizability;
import dev.torc.testkit.history.Verdict;
import dev.torc.testkit.proxy.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

  @TempDir private Path folder;

  private final List<TortureNode> nodes = new ArrayList<>();
  private FiledGateway gateway;
  private HistoryClients clients;

  @BeforeEach
  void start() throws Exception {
    for (int i = 0; i < 3; i++) {
      nodes.add(new TortureNode(i, TortureNode.ROOMY));
    }
    gateway = new FiledGateway(folder);
    clients = new HistoryClients(gateway.cache(), CLIENTS, KEYS);
    gateway.write(
        gateway.text("160", nodes.subList(0, 2).stream().map(TortureNode::address).toList()));
    gateway.process().start();
    clients.start();
  }

  @AfterEach
  void close() throws Exception {
    clients.end();
    gateway.close();
    nodes.forEach(TortureNode::close);
  }

  /** The names of the steps of the moves that the state on disk has. */
  private List<String> stepsOnDisk() throws IOException {
    try {
      String state = Files.readString(gateway.state().resolve("cluster.yaml"));
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
        gateway.membership().nodes().stream().anyMatch(node -> node.address().equals(third));
    return isThere
        ? ChangeRequest.remove(List.of(third), false)
        : ChangeRequest.add(List.of(new ChangeRequest.Addition(third, "third", null)));
  }

  /** Kills it at a step; tells at which steps the moves were. */
  private List<String> killAt(String step, boolean cancels) throws Exception {
    long id = gateway.client().submit(next()).value().id();
    if (cancels) {
      await()
          .atMost(1, MINUTES)
          .pollDelay(Duration.ZERO)
          .until(() -> stepsOnDisk().contains("copy"));
      gateway.client().cancel(id);
    }
    await()
        .atMost(1, MINUTES)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() ->
            stepsOnDisk().contains(step) || gateway.client().change(id).value().state().isEnd());
    gateway.process().kill();
    List<String> left = stepsOnDisk();
    gateway.process().start();
    await().atMost(1, MINUTES).until(() -> gateway.client().change(id).value().state().isEnd());
    Change.State end = gateway.client().change(id).value().state();
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
    Verdict verdict = Linearizability.of(Duration.ZERO).check(clients.finish());
    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.linearizable()).as("%s", verdict).isTrue();
    assertThat(verdict.operations()).isGreaterThan(1000);
  }
}
