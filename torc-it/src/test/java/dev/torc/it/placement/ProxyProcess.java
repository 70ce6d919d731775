package dev.torc.it.placement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * A proxy as a child process in a folder of its own, and one connection to it. The proxy listens on
 * a socket in that folder, not on a port, so nothing can be in its way.
 */
final class ProxyProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path folder;
  private final Process process;
  private final SocketChannel channel;
  private final InputStream in;

  private ProxyProcess(Path folder, Process process, SocketChannel channel) {
    this.folder = folder;
    this.process = process;
    this.channel = channel;
    this.in = new BufferedInputStream(Channels.newInputStream(channel));
  }

  /**
   * Starts a proxy and connects to it.
   *
   * @param config its configuration, given its folder; it listens on {@link #socket}
   * @param command what to run, given its folder; the configuration is in {@link #config}
   */
  static ProxyProcess started(Function<Path, String> config, Function<Path, List<String>> command)
      throws IOException {
    Path folder = Files.createTempDirectory("torc-oracle");
    try {
      Files.writeString(config(folder), config.apply(folder));
      Process process =
          new ProcessBuilder(command.apply(folder))
              .redirectErrorStream(true)
              .redirectOutput(output(folder).toFile())
              .start();
      try {
        return new ProxyProcess(folder, process, connected(folder, process));
      } catch (IOException e) {
        end(process);
        throw e;
      }
    } catch (IOException e) {
      delete(folder);
      throw e;
    }
  }

  static Path config(Path folder) {
    return folder.resolve("conf");
  }

  static Path socket(Path folder) {
    return folder.resolve("in.sock");
  }

  private static Path output(Path folder) {
    return folder.resolve("output");
  }

  private static SocketChannel connected(Path folder, Process process) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket(folder)));
      } catch (IOException e) {
        if (endsSoon(process) || System.nanoTime() - deadline > 0) {
          throw new IOException("it does not listen: " + Files.readString(output(folder)), e);
        }
      }
    }
  }

  /** Waits for it, a little. */
  private static boolean endsSoon(Process process) {
    try {
      return process.waitFor(2, MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  Path folder() {
    return folder;
  }

  void send(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** The next line, without its end. */
  String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("it hung up: " + Files.readString(output(folder)));
      }
      line.write(c);
    }
    return line.toString(UTF_8).stripTrailing();
  }

  void skip(int bytes) throws IOException {
    in.skipNBytes(bytes);
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      end(process);
    } finally {
      delete(folder);
    }
  }

  private static void end(Process process) {
    process.destroyForcibly().onExit().join();
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (var walk = Files.walk(folder)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }

  /** What a program prints when asked for its version: its first line. */
  static String firstLine(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var reader = process.inputReader(UTF_8)) {
      return String.valueOf(reader.readLine());
    }
  }
}
