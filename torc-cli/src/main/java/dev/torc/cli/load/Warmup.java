package dev.torc.cli.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.torc.cli.engine.WaitingClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/**
 * A few requests to a server of its own, so that the JVM has loaded what sends them: else the first
 * requests of a run would measure that, up to a tenth of a second each.
 */
final class Warmup {
  private static final int REQUESTS = 20;
  private static final byte[] RESPONSE = "HTTP/1.1 204 No Content\r\n\r\n".getBytes(US_ASCII);

  private Warmup() {}

  static void run(WaitingClock clock) {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answer(server));
      send(LoadTarget.get(url(server)), clock);
    } catch (IOException | URISyntaxException e) {
      // Then without: nothing depends on it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String url(ServerSocket server) throws URISyntaxException {
    String host = server.getInetAddress().getHostAddress();
    return new URI("http", null, host, server.getLocalPort(), "/", null, null).toString();
  }

  private static void send(LoadTarget target, WaitingClock clock) throws InterruptedException {
    List<String> values = List.of("");
    try (HttpSender sender = new HttpSender(target, values)) {
      Tally nobodys = new Tally(values, clock.nanoTime(), LoadListener.NONE);
      Exchange exchange = new Exchange(sender, clock, nobodys);
      for (int i = 0; i < REQUESTS; i++) {
        exchange.make(0, clock.nanoTime());
      }
    }
  }

  /** Answers each head on one connection, until that or the server is closed. */
  private static void answer(ServerSocket server) {
    try (Socket socket = server.accept();
        BufferedReader in =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.isEmpty()) {
          socket.getOutputStream().write(RESPONSE);
        }
      }
    } catch (IOException e) {
      // The warm-up is over.
    }
  }
}
