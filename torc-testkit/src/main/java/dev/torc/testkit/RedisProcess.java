package dev.torc.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis server on a free loopback port that a test can kill, stop and start again. Not
 * thread-safe.
 *
 * <p>It keeps nothing on disk: after {@link #kill} and {@link #start} it is empty.
 */
public final class RedisProcess implements AutoCloseable {
  private static final File EXECUTABLE = extract();
  private static final String READY = "Ready to accept connections";
  private static final int FIRST_PORT = 20_000;
  private static final int PORTS = 12_000;
  private static final AtomicInteger NEXT_PORT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

  private final int port;
  private final List<String> command;
  private Process process;

  private RedisProcess(String program, int port, List<String> options) {
    this.port = port;
    this.command = new ArrayList<>(List.of(program));
    command.addAll(List.of("--bind", "127.0.0.1", "--port", Integer.toString(port)));
    command.addAll(List.of("--save", "", "--appendonly", "no"));
    // Else what goes to a replica goes through files in the working directory.
    command.addAll(List.of("--repl-diskless-sync", "yes", "--repl-diskless-sync-delay", "0"));
    command.addAll(List.of("--repl-diskless-load", "swapdb"));
    command.addAll(options);
    this.process = launch(command, READY);
  }

  /**
   * Starts a server and waits until it accepts connections.
   *
   * @param options further arguments, such as {@code --maxmemory 3mb}
   */
  public static RedisProcess started(String... options) {
    return startedOf(executable(), options);
  }

  /** The same with another program, such as the system's {@code redis-server}. */
  public static RedisProcess startedOf(String program, String... options) {
    return new RedisProcess(program, freePort(), List.of(options));
  }

  /** The path of the program that is used unless told otherwise. */
  static String executable() {
    return EXECUTABLE.getPath();
  }

  /**
   * A loopback port that nobody listens on now, and that was not given to another caller in this
   * process: two servers that start together must not get the same. It is not of those that systems
   * give to outgoing connections, so that it is still free when a server that has ended is started
   * again.
   */
  public static int freePort() {
    for (int i = 0; i < PORTS; i++) {
      int port = FIRST_PORT + Math.floorMod(NEXT_PORT.getAndIncrement(), PORTS);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Taken: the next one.
      }
    }
    throw new IllegalStateException("no free port from " + FIRST_PORT + " on");
  }

  private static File extract() {
    try {
      File folder = Files.createTempDirectory("torc-test-redis").toFile();
      File executable = ExecutableProvider.newJarResourceProvider(folder).get();
      executable.deleteOnExit();
      folder.deleteOnExit();
      return executable;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a program and waits until it has printed a text. */
  static Process launch(List<String> command, String ready) {
    try {
      Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
      BufferedReader output =
          new BufferedReader(new InputStreamReader(started.getInputStream(), UTF_8));
      StringBuilder seen = new StringBuilder();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        seen.append(line).append('\n');
        if (line.contains(ready)) {
          return started;
        }
      }
      throw new IllegalStateException(command.get(0) + " did not start:\n" + seen);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens; the same after a restart. */
  public InetSocketAddress address() {
    return InetSocketAddress.createUnresolved("127.0.0.1", port);
  }

  /** Ends it at once, as a crash would. */
  public void kill() {
    kill(process);
  }

  /** Ends a program at once and waits until it has ended. */
  static void kill(Process process) {
    process.destroyForcibly();
    try {
      if (!process.waitFor(10, SECONDS)) {
        throw new IllegalStateException("process " + process.pid() + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts it again, empty, after {@link #kill}. */
  public void start() {
    process = launch(command, READY);
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
  }
}
