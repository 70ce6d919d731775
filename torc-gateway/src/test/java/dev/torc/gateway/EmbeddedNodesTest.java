package dev.torc.gateway;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.torc.cache.CacheNode;
import dev.torc.config.ByteSize;
import dev.torc.gateway.NodesConfig.Embedded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redis servers that the gateway runs itself. */
final class EmbeddedNodesTest {
  private static final long MEMORY = 5 << 20;
  private static final Logger LOGGER = Logger.getLogger(EmbeddedNodes.class.getName());

  private final Collection<String> logged = new ConcurrentLinkedQueue<>();
  private final Handler handler = new Recorder();
  private final EmbeddedNodes nodes =
      new EmbeddedNodes(new Embedded(3, new ByteSize(MEMORY), List.of(1, 0, 5)));

  private final class Recorder extends Handler {
    @Override
    public void publish(LogRecord event) {
      logged.add(event.getLevel() + " " + new SimpleFormatter().formatMessage(event));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    LOGGER.addHandler(handler);
  }

  @AfterEach
  void close() {
    nodes.close();
    LOGGER.removeHandler(handler);
  }

  private static String redis(CacheNode node, String... arguments) {
    return TestGateway.redis(node.address(), arguments);
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
            assertThat(logged)
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
  void closingLeavesNothing() {
    nodes.start();
    List<ProcessHandle> running = servers();
    List<ProcessHandle> supervisors = supervisors(running);
    Path folder = folderOf(running.getFirst());
    nodes.close();
    assertThat(running).hasSize(3).noneMatch(ProcessHandle::isAlive);
    assertThat(supervisors).hasSize(1).noneMatch(ProcessHandle::isAlive);
    assertThat(folder).doesNotExist();
    assertThat(logged).isEmpty();
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
        .until(() -> logged.stream().anyMatch(line -> line.contains("supervisor")));
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
