package dev.torc.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * HTTP servers in a process of their own, so that what they use is not counted with what the
 * clients use. The process ends when its standard input does, however this one ended.
 */
final class BenchServer implements AutoCloseable {
  private static final byte[] BODY = {'o', 'k'};

  private final Process process;
  private final List<InetSocketAddress> addresses;

  private BenchServer(Process process, List<InetSocketAddress> addresses) {
    this.process = process;
    this.addresses = addresses;
  }

  /** Starts so many servers. */
  static BenchServer start(int count) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                BenchServer.class.getName(),
                Integer.toString(count))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    @SuppressWarnings("StreamResourceLeak") // Closed with the process.
    BufferedReader out = process.inputReader();
    String ports = out.readLine();
    if (ports == null) {
      throw new IOException("the server ended before it listened");
    }
    return new BenchServer(
        process,
        Arrays.stream(ports.split(" ", -1))
            .map(port ->
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)))
            .toList());
  }

  /** Where they listen. */
  List<InetSocketAddress> addresses() {
    return addresses;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.destroy();
  }

  /** The other process: prints the ports in one line, and waits for the end of its input. */
  public static void main(String[] arguments) throws IOException {
    List<HttpServer> servers = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
      servers.add(listen());
    }
    System.out.println(
        servers.stream()
            .map(server -> Integer.toString(server.getAddress().getPort()))
            .collect(Collectors.joining(" ")));
    while (System.in.read() >= 0) {
      // Nothing is ever sent.
    }
    System.exit(0);
  }

  private static HttpServer listen() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, BODY.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(BODY);
          }
        });
    server.start();
    return server;
  }
}
