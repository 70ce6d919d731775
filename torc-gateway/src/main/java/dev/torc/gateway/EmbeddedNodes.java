package dev.torc.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.torc.cache.CacheNode;
import dev.torc.config.HostPort;
import dev.torc.gateway.NodesConfig.Embedded;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.JarURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * Real Redis servers on free loopback ports, run by a {@link NodeSupervisor}. Their binary comes
 * out of the {@code embedded-redis} jar. They keep nothing on disk.
 *
 * <p>A node's name on the ring is {@code node-INDEX}, so that keys do not move with the ports.
 */
final class EmbeddedNodes implements Provisioner {
  private static final System.Logger LOG = System.getLogger(EmbeddedNodes.class.getName());
  private static final int START_SECONDS = 20;
  private static final int END_SECONDS = 5;

  private final Embedded config;
  private final Map<Integer, Long> pids = new ConcurrentHashMap<>();

  /** Of each node that is to run: completes when it does. */
  private final Map<Integer, CompletableFuture<Void>> ready = new ConcurrentHashMap<>();

  /** Of each node that is to end: completes when it has. */
  private final Map<Integer, CompletableFuture<Void>> ended = new ConcurrentHashMap<>();

  private volatile @Nullable Process supervisor;
  private @Nullable Path folder;
  private volatile boolean closing;

  EmbeddedNodes(Embedded config) {
    this.config = config;
  }

  @Override
  public List<CacheNode> start() {
    try {
      Path temporary = Files.createTempDirectory("torc-nodes-");
      folder = temporary;
      Process started = launchSupervisor(temporary);
      supervisor = started;
      // Not virtual: reading from a process holds a carrier, of which there is one a processor.
      Thread.ofPlatform().daemon().name("torc-supervisor-events").start(() -> follow(started));
      List<CacheNode> nodes = new ArrayList<>();
      for (HostPort address : freeAddresses(config.count())) {
        int index = nodes.size();
        launch(index, address);
        nodes.add(
            new CacheNode(
                index,
                Provisioner.nameOf(index),
                InetSocketAddress.createUnresolved(address.host(), address.port()),
                config.weight(index)));
      }
      nodes.forEach(node -> awaitReady(node.index()));
      return nodes;
    } catch (IOException e) {
      close();
      throw new ProvisioningException("cannot start embedded Redis nodes: " + e.getMessage(), e);
    } catch (ProvisioningException e) {
      close();
      throw e;
    }
  }

  @Override
  public HostPort start(int index) {
    checkCount(1);
    try {
      HostPort address = freeAddresses(1).getFirst();
      launch(index, address);
      awaitReady(index);
      return address;
    } catch (IOException e) {
      release(index);
      throw new ProvisioningException(
          "cannot start embedded node " + index + ": " + e.getMessage(), e);
    } catch (ProvisioningException e) {
      release(index);
      throw e;
    }
  }

  @Override
  public long memoryOf(int more) {
    checkCount(more);
    return config.memory().bytes();
  }

  private void checkCount(int more) {
    if (ready.size() + more > Embedded.MAX_COUNT) {
      throw new ProvisioningException(
          "embedded nodes: " + ready.size() + " run (expected: no more on one machine)", null);
    }
  }

  private void launch(int index, HostPort address) throws IOException {
    ready.put(index, new CompletableFuture<>());
    command(index + " " + address.port() + " " + config.memory().bytes());
  }

  private synchronized void command(String line) throws IOException {
    Process running = supervisor;
    if (running == null || closing) {
      throw new IOException("there is no supervisor");
    }
    BufferedWriter commands = running.outputWriter(UTF_8);
    commands.write(line + "\n");
    commands.flush();
  }

  @Override
  public void release(int index) {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    ended.put(index, gone);
    if (ready.remove(index) != null) {
      try {
        command("end " + index);
        gone.get(END_SECONDS, SECONDS);
      } catch (IOException | ExecutionException | TimeoutException e) {
        LOG.log(System.Logger.Level.DEBUG, "the supervisor did not end node " + index, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    ended.remove(index);
    Long left = pids.remove(index);
    if (left != null) {
      kill(left);
    }
  }

  private static Process launchSupervisor(Path folder) throws IOException {
    File executable = executable(folder);
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx16m",
            "-Xshare:auto",
            // Its standard output is for events: the JVM's own warnings go elsewhere.
            "-Xlog:disable",
            "-Xlog:all=warning:stderr",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            ownClassPath().toString(),
            NodeSupervisor.class.getName(),
            executable.getPath(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static File executable(Path folder) throws IOException {
    try {
      return ExecutableProvider.newJarResourceProvider(folder.toFile()).get();
    } catch (RuntimeException e) {
      throw new IOException(
          "there is no embedded Redis for this operating system and processor; name servers of your"
              + " own under cache.nodes.static",
          e);
    }
  }

  /**
   * The jar, or the folder of classes, that the supervisor is in. It needs nothing else, and must
   * not have more: with a logging library on its class path, the JDK would log each process it
   * starts. Found by its resource, for a class out of a start-up cache does not know where it came
   * from.
   */
  private static Path ownClassPath() throws IOException {
    String resource = NodeSupervisor.class.getName().replace('.', '/') + ".class";
    URL url = ClassLoader.getSystemResource(resource);
    if (url == null) {
      throw new IOException("no resource " + resource + " on the class path");
    }
    if (url.openConnection() instanceof JarURLConnection jar) {
      return Path.of(URI.create(jar.getJarFileURL().toString()));
    }
    String folder = url.toString();
    return Path.of(URI.create(folder.substring(0, folder.length() - resource.length())));
  }

  /** Ports that are free now. All are held until all are chosen, so that they differ. */
  private static List<HostPort> freeAddresses(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return held.stream().map(socket -> new HostPort("127.0.0.1", socket.getLocalPort())).toList();
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  private void awaitReady(int index) {
    CompletableFuture<Void> isReady = ready.get(index);
    if (isReady == null) {
      throw new ProvisioningException("embedded node " + index + " was released", null);
    }
    try {
      isReady.get(START_SECONDS, SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new ProvisioningException(
          "embedded node " + index + ": " + (cause == null ? e : cause).getMessage(), e);
    } catch (TimeoutException e) {
      throw new ProvisioningException(
          "embedded node " + index + " is not ready after " + START_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProvisioningException("interrupted", e);
    }
  }

  private void follow(Process running) {
    try (BufferedReader events = running.inputReader(UTF_8)) {
      for (String line = events.readLine(); line != null; line = events.readLine()) {
        told(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    IOException end = new IOException("the supervisor ended");
    ready.values().forEach(waiting -> waiting.completeExceptionally(end));
    ended.values().forEach(waiting -> waiting.completeExceptionally(end));
    if (!closing) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the supervisor of the embedded nodes ended: a node that ends now does not start again");
    }
  }

  private void told(String line) {
    String[] words = line.split(" ", 3);
    switch (words[0]) {
      case "ready" -> ready(Integer.parseInt(words[1]), Long.parseLong(words[2]));
      case "exited" -> exited(Integer.parseInt(words[1]), words[2]);
      case "ended" -> ended(Integer.parseInt(words[1]));
      // A JVM may be made to print there, by an option in the environment for example.
      default -> LOG.log(System.Logger.Level.DEBUG, "the supervisor printed: {0}", line);
    }
  }

  private void ready(int index, long pid) {
    CompletableFuture<Void> waiting = ready.get(index);
    // If nobody wants it any more, the supervisor ends it.
    if (waiting != null) {
      pids.put(index, pid);
      waiting.complete(null);
    }
  }

  private void ended(int index) {
    pids.remove(index);
    CompletableFuture<Void> waiting = ended.get(index);
    if (waiting != null) {
      waiting.complete(null);
    }
  }

  private void exited(int index, String why) {
    CompletableFuture<Void> waiting = ready.get(index);
    if (waiting != null && !waiting.completeExceptionally(new IOException(why))) {
      LOG.log(
          System.Logger.Level.WARNING,
          "embedded node {0} ended and starts again, empty: {1}",
          index,
          why);
    }
  }

  @Override
  public boolean ownsNodes() {
    return true;
  }

  @Override
  public boolean owns(int index) {
    return ready.containsKey(index);
  }

  @Override
  public void close() {
    closing = true;
    Process running = supervisor;
    if (running != null) {
      end(running);
    }
    // A supervisor that was killed could neither end its servers nor delete their folder.
    pids.values().forEach(EmbeddedNodes::kill);
    Path left = folder;
    if (left != null && Files.exists(left)) {
      delete(left);
    }
  }

  private static void end(Process running) {
    try {
      running.getOutputStream().close();
      if (!running.waitFor(END_SECONDS, SECONDS)) {
        running.destroyForcibly();
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the supervisor is gone already", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path folder) {
    try {
      NodeSupervisor.delete(folder);
    } catch (IOException | UncheckedIOException e) {
      LOG.log(System.Logger.Level.DEBUG, "cannot delete " + folder, e);
    }
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).filter(EmbeddedNodes::isOurs).ifPresent(ProcessHandle::destroyForcibly);
  }

  private static boolean isOurs(ProcessHandle process) {
    return process.info().command().filter(command -> command.contains("torc-nodes-")).isPresent();
  }
}
