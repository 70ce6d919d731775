package dev.torc.it.placement;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.torc.testkit.PlacementScenario.Member;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands behind a proxy in place of memcached: it finds a value for every key, the name of the
 * member it is.
 */
final class MemcachedStub implements Closeable {
  private static final Pattern LOOPBACK = Pattern.compile("(127(?:\\.\\d+){3})(?::(\\d+))?");
  private static final int DEFAULT_PORT = 11211;

  private final Member member;
  private final ServerSocket socket = new ServerSocket();
  private final boolean named;

  /** Listens on the address that is the member's name, else on a free port. */
  MemcachedStub(Member member) throws IOException {
    this.member = member;
    Matcher address = LOOPBACK.matcher(member.name());
    this.named = !address.matches();
    if (named) {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    } else {
      String port = address.group(2);
      int number = port == null ? DEFAULT_PORT : Integer.parseInt(port);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address.group(1)), number));
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** The line in twemproxy's list of servers. */
  String configuration() {
    String host = socket.getInetAddress().getHostAddress();
    String server = host + ":" + socket.getLocalPort() + ":" + member.weight();
    return named ? server + " " + member.name() : server;
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> answer(connection));
      }
    } catch (IOException e) {
      // Closed: nobody asks any more.
    }
  }

  private void answer(Socket connection) {
    int length = member.name().getBytes(UTF_8).length;
    try (connection;
        var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String key = line.substring("get ".length()).strip();
        String answer = "VALUE %s 0 %d\r\n%s\r\nEND\r\n".formatted(key, length, member.name());
        connection.getOutputStream().write(answer.getBytes(UTF_8));
      }
    } catch (IOException e) {
      // The proxy was killed: nobody reads the answer.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
