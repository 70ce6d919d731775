package dev.torc.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection on which a test can send any bytes, also wrong ones. Reads wait at most
 * ten seconds if nothing else is said. Not thread-safe.
 */
public final class RawHttp implements AutoCloseable {
  private static final int READ_TIMEOUT_MILLIS = 10_000;

  private final Socket socket;
  private final InputStream in;

  /**
   * A response with a {@code Content-Length}, or without a body.
   *
   * @param headers by lower-case name; of a repeated one the values are joined by {@code ", "}
   */
  public record Response(int status, Map<String, String> headers, String body) {

    /** A header's value, {@code null} if there is none. */
    public @Nullable String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }
  }

  private RawHttp(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** Connects. */
  public static RawHttp connect(InetSocketAddress address) throws IOException {
    return connect(address, READ_TIMEOUT_MILLIS);
  }

  /** Connects; a read waits at most so many milliseconds, and so does connecting. */
  public static RawHttp connect(InetSocketAddress address, int timeoutMillis) throws IOException {
    Socket socket = new Socket();
    socket.connect(
        new InetSocketAddress(address.getHostString(), address.getPort()), timeoutMillis);
    socket.setSoTimeout(timeoutMillis);
    socket.setTcpNoDelay(true);
    return new RawHttp(socket);
  }

  /** Sends text as it stands, one byte a character. */
  public RawHttp send(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    return this;
  }

  /** Sends a request with a {@code Host} and, if there is a body, its length. */
  public RawHttp request(String method, String target, String body, String... headers)
      throws IOException {
    StringBuilder head = new StringBuilder(method).append(' ').append(target);
    head.append(" HTTP/1.1\r\nHost: localhost\r\n");
    byte[] content = body.getBytes(UTF_8);
    if (content.length > 0) {
      head.append("Content-Length: ").append(content.length).append("\r\n");
    }
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    send(head.append("\r\n").toString());
    socket.getOutputStream().write(content);
    return this;
  }

  /** Reads one response; {@code null} at the end of the connection. */
  public @Nullable Response read(boolean toHead) throws IOException {
    String statusLine = line();
    if (statusLine == null) {
      return null;
    }
    int status = Integer.parseInt(statusLine.split(" ", 3)[1]);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); line != null && !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (one, other) -> one + ", " + other);
    }
    int length = toHead ? 0 : Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Response(status, headers, new String(in.readNBytes(length), UTF_8));
  }

  /** Reads one response that must come. */
  public Response response() throws IOException {
    Response response = read(false);
    if (response == null) {
      throw new IOException("the connection was closed without a response");
    }
    return response;
  }

  /** Reads {@code count} responses that must come. */
  public List<Response> responses(int count) throws IOException {
    List<Response> responses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      responses.add(response());
    }
    return responses;
  }

  /** Whether the server ends the connection, within the time of a read, without sending more. */
  public boolean isClosedByServer() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  private @Nullable String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        return line.toString(ISO_8859_1).stripTrailing();
      }
      line.write(c);
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
