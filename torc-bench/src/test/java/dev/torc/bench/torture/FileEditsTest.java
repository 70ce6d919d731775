package dev.torc.bench.torture;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.torc.cli.admin.Change;
import dev.torc.cli.admin.ChangeRequest;
import dev.torc.cli.admin.Membership;
import dev.torc.testkit.RedisProcess;
import dev.torc.testkit.history.Linearizability;
import dev.torc.testkit.history.Verdict;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The file of a gateway in a process of its own is edited while clients are under way, well and
 * badly, in place and by a file that is moved over it.
 */
@Timeout(300)
final class FileEditsTest {
  private static final int KEYS = 300;
  private static final int CLIENTS = 8;

  /** So many that each of them has seen whatever there is to see. */
  private static final int MANY = 500;

  @TempDir private Path folder;

  private final List<RedisProcess> nodes = new ArrayList<>();
  private FiledGateway gateway;
  private HistoryClients clients;

  @BeforeEach
  void start() throws Exception {
    for (int i = 0; i < 3; i++) {
      nodes.add(RedisProcess.started());
    }
    gateway = new FiledGateway(folder);
    clients = new HistoryClients(gateway.cache(), CLIENTS, KEYS);
    gateway.write(gateway.text("100", two()));
    gateway.process().start();
    clients.start();
    awaitMoreOperations();
  }

  @AfterEach
  void close() throws Exception {
    clients.end();
    gateway.close();
    nodes.forEach(RedisProcess::close);
  }

  private List<InetSocketAddress> two() {
    return three().subList(0, 2);
  }

  private List<InetSocketAddress> three() {
    return nodes.stream().map(RedisProcess::address).toList();
  }

  private void awaitMoreOperations() {
    long before = clients.operations();
    await().atMost(1, MINUTES).until(() -> clients.operations() >= before + MANY);
  }

  /** Waits until so many changes were made, and for what the clients see of it. */
  private void awaitCommitted(int count) throws InterruptedException {
    await()
        .atMost(1, MINUTES)
        .until(() -> {
          List<Change> changes = gateway.changes();
          return changes.size() >= count && changes.stream().allMatch(c -> c.state().isEnd());
        });
    assertThat(gateway.changes())
        .hasSize(count)
        .allMatch(change -> change.state() == Change.State.COMMITTED);
    awaitMoreOperations();
  }

  private void awaitGood(boolean good) {
    String line = "torc_config_good " + (good ? "1.0" : "0.0");
    await()
        .atMost(1, MINUTES)
        .untilAsserted(() -> assertThat(gateway.metric("torc_config_good")).isEqualTo(line));
  }

  private void awaitLogged(String text) {
    await().atMost(1, MINUTES).untilAsserted(() -> assertThat(gateway.log()).contains(text));
  }

  /** What there is of the ring, without what comes and goes with the load. */
  private List<String> ring() throws InterruptedException {
    Membership now = gateway.membership();
    List<String> ring = new ArrayList<>();
    ring.add("epoch " + now.epoch() + ", vnodes " + now.vnodes());
    now.nodes().forEach(node -> ring.add(node.address() + " " + node.weight()));
    return ring;
  }

  private List<String> keysOf(RedisProcess node) throws IOException {
    try (RedisSocket redis = new RedisSocket(node.address())) {
      return redis.keys();
    }
  }

  @Test
  void theRingFollowsTheFileUnderLoadAndNoRequestFails() throws Exception {
    gateway.write(gateway.text("300", two()));
    awaitCommitted(1);
    gateway.replace(gateway.text("300", three()));
    awaitCommitted(2);
    assertThat(keysOf(nodes.get(2))).isNotEmpty();

    List<String> before = ring();
    gateway.write(gateway.text("lots\n  colour: red", three()));
    awaitLogged(gateway.at(3, 11) + "cache.vnodes: \"lots\" (expected: ");
    awaitLogged(gateway.at(4, 3) + "unknown field \"colour\" in cache (expected: ");
    awaitGood(false);
    awaitMoreOperations();
    assertThat(ring()).isEqualTo(before);

    // Commands are done all the same, and what the file does not touch stays as they made it.
    gateway.client().submit(ChangeRequest.weight("0", 2));
    awaitCommitted(3);
    gateway.replace(gateway.text("300", two()));
    awaitGood(true);
    awaitCommitted(4);
    assertThat(keysOf(nodes.get(2))).isEmpty();

    List<String> last = ring();
    String good = gateway.text("300", two());
    String port = "port: " + gateway.cache().getPort();
    gateway.write(good.replace(port, "port: 1").replace("vnodes: 300", "vnodes: 5"));
    awaitLogged(gateway.at(2, 9) + "cache.port: cannot change while the gateway runs (expected: ");
    awaitGood(false);
    gateway.replace(good);
    awaitGood(true);
    awaitMoreOperations();
    assertThat(ring()).isEqualTo(last).hasSize(3);
    assertThat(last.get(0)).endsWith(", vnodes 300");
    assertThat(last.get(1)).isEqualTo(FiledGateway.hostAndPort(two().get(0)) + " 2");
    assertThat(last.get(2)).isEqualTo(FiledGateway.hostAndPort(two().get(1)) + " 1");

    checkChanges();
    checkHistory();
  }

  private void checkChanges() throws InterruptedException {
    String third = FiledGateway.hostAndPort(nodes.get(2).address());
    assertThat(gateway.changes())
        .allSatisfy(change -> assertThat(change.progress().moved()).isPositive())
        .extracting(Change::description, Change::origin, Change::state)
        .containsExactly(
            tuple("vnodes to 300", "file", Change.State.COMMITTED),
            tuple("add node 2 (" + third + ")", "file", Change.State.COMMITTED),
            tuple("weight of node 0 to 2", "command", Change.State.COMMITTED),
            tuple("remove node 2", "file", Change.State.COMMITTED));
  }

  private void checkHistory() throws Exception {
    Verdict verdict = Linearizability.of(Duration.ZERO).check(clients.finish());
    assertThat(clients.failed()).isEmpty();
    assertThat(clients.unconnected()).isZero();
    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.linearizable()).as("%s", verdict).isTrue();
    assertThat(verdict.operations()).isGreaterThan(8 * MANY);
  }
}
