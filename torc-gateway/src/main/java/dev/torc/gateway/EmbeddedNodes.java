package dev.torc.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.torc.cache.CacheNode;
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

  private final NodesConfig.Embedded config;
  private final Map<Integer, Long> pids = new ConcurrentHashMap<>();
  private final Map<Integer, CompletableFuture<Void>> ready = new ConcurrentHashMap<>();
  private @Nullable Process supervisor;
  private @Nullable Path folder;
  private volatile boolean closing;

  EmbeddedNodes(NodesConfig.Embedded config) {
    this.config = config;
  }

  @Override
  public List<CacheNode> start() {
    try {
      Path temporary = Files.createTempDirectory("torc-nodes-");
      folder = temporary;
      Process started = launchSupervisor(temporary);
      supervisor = started;
      Thread.ofVirtual().name("torc-supervisor-events").start(() -> follow(started));
      List<CacheNode> nodes = new ArrayList<>();
      BufferedWriter commands = started.outputWriter(UTF_8);
      for (InetSocketAddress address : freeAddresses(config.count())) {
        int index = nodes.size();
        ready.put(index, new CompletableFuture<>());
        nodes.add(new CacheNode(index, "node-" + index, address, config.weight(index)));
        commands.write(index + " " + address.getPort() + " " + config.memory().bytes() + "\n");
      }
      commands.flush();
      awaitReady(nodes);
      return nodes;
    } catch (IOException e) {
      close();
      throw new ProvisioningException("cannot start embedded Redis nodes: " + e.getMessage(), e);
    } catch (ProvisioningException e) {
      close();
      throw e;
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
  private static List<InetSocketAddress> freeAddresses(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return held.stream()
          .map(socket -> InetSocketAddress.createUnresolved("127.0.0.1", socket.getLocalPort()))
          .toList();
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  private void awaitReady(List<CacheNode> nodes) {
    for (CacheNode node : nodes) {
      try {
        readiness(node.index()).get(START_SECONDS, SECONDS);
      } catch (ExecutionException e) {
        Throwable cause = e.getCause();
        throw new ProvisioningException(
            "embedded node " + node.index() + ": " + (cause == null ? e : cause).getMessage(), e);
      } catch (TimeoutException e) {
        throw new ProvisioningException(
            "embedded node " + node.index() + " is not ready after " + START_SECONDS + " s", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ProvisioningException("interrupted", e);
      }
    }
  }

  private CompletableFuture<Void> readiness(int index) {
    return ready.computeIfAbsent(index, unknown -> new CompletableFuture<>());
  }

  private void follow(Process running) {
    try (BufferedReader events = running.inputReader(UTF_8)) {
      for (String line = events.readLine(); line != null; line = events.readLine()) {
        told(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ready.values().forEach(r -> r.completeExceptionally(new IOException("the supervisor ended")));
    if (!closing) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the supervisor of the embedded nodes ended: a node that ends now does not start again");
    }
  }

  private void told(String line) {
    String[] words = line.split(" ", 3);
    switch (words[0]) {
      case "ready" -> {
        int index = Integer.parseInt(words[1]);
        pids.put(index, Long.parseLong(words[2]));
        readiness(index).complete(null);
      }
      case "exited" -> exited(Integer.parseInt(words[1]), words[2]);
      // A JVM may be made to print there, by an option in the environment for example.
      default -> LOG.log(System.Logger.Level.DEBUG, "the supervisor printed: {0}", line);
    }
  }

  private void exited(int index, String why) {
    if (!readiness(index).completeExceptionally(new IOException(why))) {
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
  public void close() {
    closing = true;
    Process running = supervisor;
    if (running != null) {
      end(running);
    }
    // A supervisor that was killed could neither end its servers nor delete their folder.
    pids.values()
        .forEach(pid ->
            ProcessHandle.of(pid).filter(this::isOurs).ifPresent(ProcessHandle::destroyForcibly));
    Path left = folder;
    if (left != null && Files.exists(left)) {
      delete(left);
    }
  }

  private static void end(Process running) {
    try {
      running.getOutputStream().close();
      if (!running.waitFor(5, SECONDS)) {
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

  private boolean isOurs(ProcessHandle process) {
    return process.info().command().filter(command -> command.contains("torc-nodes-")).isPresent();
  }
}
