package dev.torc.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server of sockets that does to each connection what a script says, however nasty. */
final class RawServer implements AutoCloseable {
  private final ServerSocket server;
  private final Script script;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();

  /** What happens to a connection. It is closed afterwards. */
  interface Script {
    void run(Connection connection) throws IOException;
  }

  private RawServer(ServerSocket server, Script script) {
    this.server = server;
    this.script = script;
    Thread thread = new Thread(this::accept, "raw server");
    thread.setDaemon(true);
    thread.start();
  }

  static RawServer start(Script script) {
    return start(0, script);
  }

  /** A server on a port, 0 for any. */
  static RawServer start(int port, Script script) {
    try {
      ServerSocket server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
      return new RawServer(server, script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A server on a port that the system gives nobody by itself: when the server is down, no other
   * program has its port, and no connection of the client can be its own peer.
   */
  static RawServer startOnFixedPort(Script script) {
    while (true) {
      try {
        return start(ThreadLocalRandom.current().nextInt(12_000, 32_000), script);
      } catch (UncheckedIOException e) {
        // Taken: another one.
      }
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Connection connection = new Connection(server.accept());
        accepted.incrementAndGet();
        open.add(connection);
        if (server.isClosed()) {
          // Killed meanwhile: the connection was not among those reset.
          connection.reset();
        }
        Thread thread = new Thread(() -> serve(connection), "raw connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        // Closed: the loop ends.
      }
    }
  }

  private void serve(Connection connection) {
    try {
      script.run(connection);
    } catch (IOException e) {
      // The client, or the test, closed it.
    } finally {
      connection.close();
      open.remove(connection);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  String address() {
    return "127.0.0.1:" + port();
  }

  /** Connections that were ever made. */
  int accepted() {
    return accepted.get();
  }

  /** Connections now. */
  int open() {
    return open.size();
  }

  /** As when the process is killed: nobody listens any more, and connections are reset. */
  void kill() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.forEach(Connection::reset);
  }

  @Override
  public void close() {
    kill();
  }

  /** One connection, from the server's side. */
  static final class Connection {
    private final Socket socket;
    private final InputStream in;

    Connection(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** The head of the next request, with its empty line; null if the client closed. */
    @Nullable String readHead() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          return null;
        }
        head.append((char) next);
      }
      return head.toString();
    }

    /** So many bytes of a body. */
    String read(int length) throws IOException {
      return new String(in.readNBytes(length), ISO_8859_1);
    }

    /** In one piece. */
    void send(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    void respond(int status, String body, String... headers) throws IOException {
      StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " Text\r\n");
      for (String header : headers) {
        text.append(header).append("\r\n");
      }
      text.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
      send(text.toString());
    }

    /** Reads until the client closes. */
    void awaitEnd() throws IOException {
      while (in.read() >= 0) {
        // Whatever it is.
      }
    }

    void close() {
      try {
        socket.close();
      } catch (IOException e) {
        // Closed already.
      }
    }

    /** Closes by a reset. */
    void reset() {
      try {
        socket.setSoLinger(true, 0);
      } catch (IOException e) {
        // Closed already.
      }
      close();
    }
  }
}
