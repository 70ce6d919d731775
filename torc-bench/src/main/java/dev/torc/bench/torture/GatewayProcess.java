package dev.torc.bench.torture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MINUTES;

import dev.torc.cli.admin.AdminTarget;
import dev.torc.testkit.ProcessSignal;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * {@code torc up} in a JVM of its own, which can be killed and started again on the same ports and
 * with the same state. Each method may be called by any thread; after {@link #close} none starts
 * anything.
 */
public final class GatewayProcess implements AutoCloseable {
  private static final int LOG_TAIL_LINES = 20;

  private final List<String> command;
  private final Path log;
  private final InetSocketAddress cache;
  private final InetSocketAddress admin;
  private @Nullable Process process;
  private boolean closed;

  /**
   * One that is not started yet.
   *
   * @param options of the JVM
   * @param main the program
   * @param arguments of the program; they say that it prints one line when it is ready
   * @param cache where it will listen for clients
   * @param admin where the admin API will be
   * @param log where its log lines go, over all its lives
   */
  public GatewayProcess(
      List<String> options,
      String main,
      List<String> arguments,
      InetSocketAddress cache,
      InetSocketAddress admin,
      Path log) {
    this.command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(arguments);
    this.cache = cache;
    this.admin = admin;
    this.log = log;
  }

  /** Where clients connect; the same after a restart. */
  public InetSocketAddress cache() {
    return cache;
  }

  /** Where the admin API is; the same after a restart. */
  public AdminTarget admin() {
    return new AdminTarget("http://" + admin.getHostString() + ":" + admin.getPort(), null);
  }

  /**
   * Starts it, also again, and waits until it is ready.
   *
   * @throws IOException if it ends instead, or is not ready in time
   */
  public void start() throws IOException {
    Process started;
    synchronized (this) {
      if (closed) {
        return;
      }
      started = new ProcessBuilder(command).redirectError(Redirect.appendTo(log.toFile())).start();
      process = started;
    }
    if (!isReady(started) && !isClosed()) {
      started.destroyForcibly();
      throw new IOException("the gateway is not ready after a minute, or has ended:\n" + tail());
    }
  }

  private static boolean isReady(Process started) {
    @SuppressWarnings("StreamResourceLeak") // Closed with the process.
    BufferedReader out = started.inputReader(UTF_8);
    CompletableFuture<Boolean> ready = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> ready.complete(hasLine(out)));
    return ready.completeOnTimeout(false, 1, MINUTES).join();
  }

  private static boolean hasLine(BufferedReader out) {
    try {
      return out.readLine() != null;
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends it at once, as a crash would. */
  void kill() throws InterruptedException {
    Process victim = running();
    if (victim != null) {
      victim.destroyForcibly();
      victim.waitFor();
    }
  }

  /** Stops its clock: its sockets stay open. */
  void pause() {
    signal(ProcessSignal.STOP);
  }

  /** Lets it go on. */
  void resume() {
    signal(ProcessSignal.CONT);
  }

  private void signal(ProcessSignal signal) {
    Process receiver = running();
    if (receiver != null && !isClosed()) {
      signal.send(receiver.toHandle());
    }
  }

  private synchronized @Nullable Process running() {
    return process;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private String tail() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join(
        "\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
