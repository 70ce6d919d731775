package dev.torc.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A real Redis sentinel on a free loopback port, which calls a master down after half a second. Not
 * thread-safe.
 */
public final class SentinelProcess implements AutoCloseable {
  private static final String READY = "Sentinel ID is";

  private final int port;
  private final Path folder;
  private final List<String> command;
  private Process process;

  private SentinelProcess(
      List<String> program, int quorum, Map<String, InetSocketAddress> masters) {
    port = RedisProcess.freePort();
    try {
      folder = Files.createTempDirectory("torc-test-sentinel");
      // It rewrites this file, and does not start without one.
      Path file = Files.write(folder.resolve("sentinel.conf"), lines(quorum, masters));
      command = new ArrayList<>(program);
      command.addAll(List.of(file.toString(), "--sentinel"));
      process = RedisProcess.launch(command, READY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> lines(int quorum, Map<String, InetSocketAddress> masters) {
    List<String> lines = new ArrayList<>();
    lines.add("bind 127.0.0.1");
    lines.add("port " + port);
    masters.forEach((name, at) -> {
      lines.add(
          "sentinel monitor "
              + name
              + " "
              + at.getHostString()
              + " "
              + at.getPort()
              + " "
              + quorum);
      lines.add("sentinel down-after-milliseconds " + name + " 500");
      lines.add("sentinel failover-timeout " + name + " 2000");
    });
    return lines;
  }

  /**
   * Starts a sentinel and waits until it accepts connections.
   *
   * @param quorum how many sentinels must agree that a master is down
   * @param masters by their names
   */
  public static SentinelProcess started(int quorum, Map<String, InetSocketAddress> masters) {
    return started(List.of(RedisProcess.executable()), quorum, masters);
  }

  /** The same with another program, and its first arguments. */
  public static SentinelProcess started(
      List<String> program, int quorum, Map<String, InetSocketAddress> masters) {
    return new SentinelProcess(program, quorum, masters);
  }

  /** Where it listens; the same after a restart. */
  public InetSocketAddress address() {
    return InetSocketAddress.createUnresolved("127.0.0.1", port);
  }

  /** Ends it at once, as a crash would. */
  public void kill() {
    RedisProcess.kill(process);
  }

  /** Starts it again after {@link #kill}; it goes on from what it has written down. */
  public void start() {
    process = RedisProcess.launch(command, READY);
  }

  /** Stops its clock: the sockets stay open and nothing is answered, until {@link #resume}. */
  public void pause() {
    ProcessSignal.STOP.send(process.toHandle());
  }

  /** Lets it go on after {@link #pause}. */
  public void resume() {
    ProcessSignal.CONT.send(process.toHandle());
  }

  @Override
  public void close() {
    kill();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
