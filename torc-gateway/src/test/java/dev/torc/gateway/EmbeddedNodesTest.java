package dev.torc.gateway;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.torc.cache.CacheNode;
import dev.torc.config.ByteSize;
import dev.torc.config.HostPort;
import dev.torc.gateway.NodesConfig.Embedded;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redis servers that the gateway runs itself. */
final class EmbeddedNodesTest {
  private static final long MEMORY = 5 << 20;

  private final LogRecords log = LogRecords.of(EmbeddedNodes.class);
  private final EmbeddedNodes nodes =
      new EmbeddedNodes(new Embedded(3, new ByteSize(MEMORY), List.of(1, 0, 5)));

  @AfterEach
  void close() {
    nodes.close();
    log.close();
  }

  private static String redis(CacheNode node, String... arguments) {
    return TestGateway.redis(node.address(), arguments);
  }

  private static CacheNode node(int index, HostPort address) {
    return new CacheNode(
        index,
        Provisioner.nameOf(index),
        InetSocketAddress.createUnresolved(address.host(), address.port()),
        1);
  }

  /** The servers among this process's descendants: with the supervisor between, its children. */
  private static List<ProcessHandle> servers() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> commandOf(process).contains("torc-nodes-"))
        .toList();
  }

  private static String commandOf(ProcessHandle process) {
    return process.info().command().orElse("");
  }

  private static ProcessHandle processOf(CacheNode node) {
    String info = redis(node, "INFO", "server");
    long pid =
        info.lines()
            .filter(line -> line.startsWith("process_id:"))
            .mapToLong(line -> Long.parseLong(line.substring("process_id:".length())))
            .findFirst()
            .orElseThrow();
    return ProcessHandle.of(pid).orElseThrow();
  }

  private static Path folderOf(ProcessHandle server) {
    Path folder = Path.of(commandOf(server)).getParent();
    assertThat(folder).isNotNull().exists();
    return folder;
  }

  private static void awaitGone(List<ProcessHandle> processes) {
    await().atMost(5, SECONDS).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void runsServersThatRefuseRatherThanEvictAndSaveNothing() {
    List<CacheNode> started = nodes.start();
    assertThat(started).extracting(CacheNode::index).containsExactly(0, 1, 2);
    assertThat(started).extracting(CacheNode::name).containsExactly("node-0", "node-1", "node-2");
    assertThat(started).extracting(CacheNode::weight).containsExactly(1, 0, 5);
    assertThat(started).extracting(node -> node.address().getPort()).doesNotHaveDuplicates();
    assertThat(nodes.ownsNodes()).isTrue();
    assertThat(servers()).hasSize(3);
    for (CacheNode node : started) {
      assertThat(node.address().getHostString()).isEqualTo("127.0.0.1");
      assertThat(redis(node, "CONFIG", "GET", "maxmemory-policy")).contains("noeviction");
      assertThat(redis(node, "CONFIG", "GET", "maxmemory")).contains("\r\n" + MEMORY + "\r\n");
      assertThat(redis(node, "CONFIG", "GET", "save")).contains("\r\n$0\r\n");
      assertThat(redis(node, "CONFIG", "GET", "appendonly")).contains("\r\nno\r\n");
    }
  }

  @Test
  void startsAServerAgainThatWasKilled() {
    CacheNode node = nodes.start().get(1);
    assertThat(redis(node, "SET", "k", "v")).startsWith("+OK");
    ProcessHandle first = processOf(node);
    assertThat(first.destroyForcibly()).isTrue();
    await()
        .atMost(10, SECONDS)
        .ignoreExceptions()
        .until(() -> redis(node, "DBSIZE").startsWith(":0\r\n"));
    assertThat(processOf(node).pid()).isNotEqualTo(first.pid());
    await()
        .atMost(5, SECONDS)
        .untilAsserted(() ->
            assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARNING embedded node 1 ended and starts again, empty: "));
    assertThat(redis(node, "CONFIG", "GET", "maxmemory-policy")).contains("noeviction");
    assertThat(servers()).hasSize(3);
    // The new one ends, too.
    ProcessHandle second = processOf(node);
    nodes.close();
    awaitGone(List.of(second));
  }

  @Test
  void startsAndEndsOneMore() {
    List<CacheNode> first = nodes.start();
    CacheNode more = node(7, nodes.start(7));
    assertThat(servers()).hasSize(4);
    assertThat(redis(more, "SET", "k", "v")).startsWith("+OK");
    assertThat(redis(more, "CONFIG", "GET", "maxmemory")).contains("\r\n" + MEMORY + "\r\n");
    ProcessHandle server = processOf(more);
    nodes.release(7);
    assertThat(server.isAlive()).isFalse();
    // As nobody's: neither it nor the others are touched.
    nodes.release(7);
    nodes.release(99);
    assertThat(servers()).hasSize(3);
    first.forEach(node -> assertThat(redis(node, "PING")).startsWith("+PONG"));
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void aReleasedServerDoesNotStartAgain() {
    nodes.start();
    CacheNode node = node(3, nodes.start(3));
    // It is released while the supervisor waits to start it again.
    assertThat(processOf(node).destroyForcibly()).isTrue();
    await().atMost(10, SECONDS).until(() -> !log.lines().isEmpty());
    nodes.release(3);
    // The pause of the released one has passed when one that is killed later is there again.
    CacheNode later = node(4, nodes.start(4));
    ProcessHandle killed = processOf(later);
    assertThat(killed.destroyForcibly()).isTrue();
    await()
        .atMost(10, SECONDS)
        .ignoreExceptions()
        .until(() -> processOf(later).pid() != killed.pid());
    assertThat(servers()).hasSize(4);
  }

  @Test
  void aServerIsReleasedThoughTheSupervisorIsGone() {
    nodes.start();
    CacheNode node = node(3, nodes.start(3));
    ProcessHandle server = processOf(node);
    ProcessHandle supervisor = server.parent().orElseThrow();
    assertThat(supervisor.destroyForcibly()).isTrue();
    awaitGone(List.of(supervisor));
    nodes.release(3);
    awaitGone(List.of(server));
    assertThatExceptionOfType(ProvisioningException.class)
        .isThrownBy(() -> nodes.start(4))
        .withMessageStartingWith("cannot start embedded node 4: ");
  }

  @Test
  void closingLeavesNothing() {
    nodes.start();
    List<ProcessHandle> running = servers();
    List<ProcessHandle> supervisors = supervisors(running);
    Path folder = folderOf(running.getFirst());
    nodes.close();
    assertThat(running).hasSize(3).noneMatch(ProcessHandle::isAlive);
    assertThat(supervisors).hasSize(1).noneMatch(ProcessHandle::isAlive);
    assertThat(folder).doesNotExist();
    assertThat(log.lines()).isEmpty();
    nodes.close();
  }

  private static List<ProcessHandle> supervisors(List<ProcessHandle> servers) {
    return servers.stream().map(server -> server.parent().orElseThrow()).distinct().toList();
  }

  @Test
  void closingLeavesNothingOfAKilledSupervisor() {
    CacheNode node = nodes.start().getFirst();
    List<ProcessHandle> running = servers();
    ProcessHandle supervisor = supervisors(running).getFirst();
    Path folder = folderOf(running.getFirst());
    assertThat(supervisor.destroyForcibly()).isTrue();
    awaitGone(List.of(supervisor));
    // The servers go on, and so does the cache.
    assertThat(redis(node, "SET", "k", "v")).startsWith("+OK");
    await()
        .atMost(5, SECONDS)
        .until(() -> log.lines().stream().anyMatch(line -> line.contains("supervisor")));
    nodes.close();
    awaitGone(running);
    assertThat(folder).doesNotExist();
  }

  @Test
  void theSupervisorTellsWhenAServerIsNeverReady() throws Exception {
    Path folder = Files.createTempDirectory("torc-supervisor-test-");
    Process supervisor =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                NodeSupervisor.class.getName(),
                "/bin/false",
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var events = supervisor.inputReader()) {
      try (var commands = supervisor.outputWriter()) {
        commands.write("4 1 1000000\n");
        commands.flush();
        assertThat(events.readLine()).isEqualTo("exited 4 ");
      }
      assertThat(events.readLine()).isNull();
    }
    assertThat(supervisor.waitFor(10, SECONDS)).isTrue();
    assertThat(folder).doesNotExist();
  }
}
