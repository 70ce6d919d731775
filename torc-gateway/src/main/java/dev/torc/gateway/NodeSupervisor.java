package dev.torc.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A process that runs Redis servers for the gateway and ends them when its standard input closes,
 * which the kernel does for it however the gateway died.
 *
 * <p>It leads a session of its own: a Ctrl-C in the gateway's terminal reaches neither it nor the
 * servers, so they outlive the requests that the gateway still finishes.
 *
 * <p>Standard input has a line for each server to start, {@code INDEX PORT MEMORY}, {@code MEMORY}
 * in bytes, and for each to end, {@code end INDEX}. Standard output tells {@code ready INDEX PID},
 * {@code exited INDEX LAST-LINE}, {@code ended INDEX}. A server that ends by itself after it was
 * ready is started again on its port, empty, after a pause that doubles from 100 ms to 5 s; one
 * that was never ready is given up.
 */
final class NodeSupervisor {
  private static final String READY = "Ready to accept connections";
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LAST_PAUSE_MILLIS = 5000;
  private static final int LINES_KEPT = 5;

  private final String executable;
  private final PrintStream events;
  private final Map<String, Server> servers = new ConcurrentHashMap<>();

  private NodeSupervisor(String executable, PrintStream events) {
    this.executable = executable;
    this.events = events;
  }

  /**
   * Runs until standard input ends.
   *
   * @param arguments the path of {@code redis-server}, and a folder to delete in the end
   */
  public static void main(String[] arguments) throws IOException {
    leadSession();
    NodeSupervisor supervisor = new NodeSupervisor(arguments[0], System.out);
    try {
      supervisor.run();
    } finally {
      supervisor.end();
      delete(Path.of(arguments[1]));
    }
  }

  /** {@code setsid(2)}: the JDK has no call for it. */
  @SuppressWarnings("restricted") // The gateway starts this process with native access.
  private static void leadSession() {
    Linker linker = Linker.nativeLinker();
    linker
        .defaultLookup()
        .find("setsid")
        .ifPresent(address -> {
          try {
            var _ =
                (int)
                    linker
                        .downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT))
                        .invokeExact();
          } catch (Throwable e) {
            throw new IllegalStateException("setsid", e);
          }
        });
  }

  private void run() throws IOException {
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      String[] words = line.split(" ", 3);
      if (words[0].equals("end")) {
        start(() -> end(words[1]));
      } else {
        Server server = new Server(words[0], words[1], words[2]);
        servers.put(words[0], server);
        start(server::run);
      }
    }
  }

  /**
   * Not virtual: reading what a server prints holds a carrier, of which there is one a processor.
   */
  private static void start(Runnable task) {
    Thread.ofPlatform().daemon().start(task);
  }

  private void end(String index) {
    Server server = servers.get(index);
    if (server != null) {
      server.end();
      servers.remove(index);
    }
    tell("ended " + index);
  }

  private void end() {
    servers.values().forEach(Server::stopStarting);
    servers.values().forEach(Server::end);
  }

  private void tell(String event) {
    synchronized (events) {
      events.println(event);
      events.flush();
    }
  }

  private final class Server {
    private final String index;
    private final List<String> command;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final CountDownLatch ending = new CountDownLatch(1);
    private @Nullable Process process;
    private boolean wasReady;

    Server(String index, String port, String memory) {
      this.index = index;
      this.command =
          List.of(
              executable,
              "--bind",
              "127.0.0.1",
              "--port",
              port,
              "--maxmemory",
              memory,
              "--maxmemory-policy",
              "noeviction",
              "--save",
              "",
              "--appendonly",
              "no",
              "--loglevel",
              "notice");
    }

    void run() {
      long pause = FIRST_PAUSE_MILLIS;
      boolean again;
      do {
        try {
          Process started = launch();
          if (started == null) {
            return;
          }
          long startNanos = System.nanoTime();
          follow(started);
          if (System.nanoTime() - startNanos > MILLISECONDS.toNanos(LAST_PAUSE_MILLIS)) {
            pause = FIRST_PAUSE_MILLIS;
          }
        } catch (IOException e) {
          remember(String.valueOf(e.getMessage()));
        }
        if (!isEnding(0)) {
          tell("exited " + index + " " + String.join(" | ", lastLines));
        }
        again = wasReady && !isEnding(pause);
        pause = Math.min(2 * pause, LAST_PAUSE_MILLIS);
      } while (again);
    }

    /** Starts the server unless the end has begun: afterwards nobody would end it. */
    private synchronized @Nullable Process launch() throws IOException {
      if (isEnding(0)) {
        return null;
      }
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return process;
    }

    private void follow(Process started) throws IOException {
      try (BufferedReader output = started.inputReader(UTF_8)) {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
          remember(line);
          if (line.contains(READY)) {
            wasReady = true;
            tell("ready " + index + " " + started.pid());
          }
        }
      }
    }

    private void remember(String line) {
      if (lastLines.size() == LINES_KEPT) {
        lastLines.removeFirst();
      }
      lastLines.add(line);
    }

    void stopStarting() {
      ending.countDown();
    }

    synchronized void end() {
      stopStarting();
      // Nothing is to be saved, so there is nothing to wait for.
      if (process != null) {
        process.destroyForcibly();
        try {
          process.waitFor(2, SECONDS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }

    /** Waits for the end, at most so long, and tells whether it has begun. */
    private boolean isEnding(long millis) {
      try {
        return ending.await(millis, MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return true;
      }
    }
  }

  /** Deletes a folder with all that is in it. */
  static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(NodeSupervisor::deleteOne);
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
