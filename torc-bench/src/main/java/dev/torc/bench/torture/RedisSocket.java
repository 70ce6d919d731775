package dev.torc.bench.torture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A direct connection to a Redis server, past the proxy and with no code of the cache's. A reply
 * may take ten seconds. Not thread-safe.
 */
public final class RedisSocket implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int BUFFER_BYTES = 64 << 10;

  private final Socket socket = new Socket();
  private final InputStream in;
  private final OutputStream out;

  /** Connects. */
  public RedisSocket(InetSocketAddress address) throws IOException {
    try {
      socket.connect(
          new InetSocketAddress(address.getHostString(), address.getPort()), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
      out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Runs a command of text in ISO 8859-1.
   *
   * @return a {@code String}, {@code Long}, {@code List}, or {@code null}
   * @throws IOException also if the server answers with an error
   */
  public @Nullable Object call(String... command) throws IOException {
    send(command);
    return reply();
  }

  /** Sends a command as {@link #call} does, with others until {@link #reply} is called. */
  public void send(String... command) throws IOException {
    StringBuilder request = new StringBuilder("*" + command.length + "\r\n");
    for (String argument : command) {
      request.append('$').append(argument.length()).append("\r\n").append(argument).append("\r\n");
    }
    out.write(request.toString().getBytes(ISO_8859_1));
  }

  /**
   * The reply to the oldest command that has had none.
   *
   * @return as {@link #call}
   * @throws IOException also if the server answers with an error
   */
  public @Nullable Object reply() throws IOException {
    out.flush();
    return element();
  }

  /** All keys of the server, or of a part of them if others are added and removed meanwhile. */
  List<String> keys() throws IOException {
    List<String> keys = new ArrayList<>();
    String cursor = "0";
    do {
      if (!(call("SCAN", cursor, "COUNT", "1000") instanceof List<?> page)) {
        throw new IOException("SCAN: no list");
      }
      cursor = String.valueOf(page.get(0));
      for (Object key : (List<?>) page.get(1)) {
        keys.add(String.valueOf(key));
      }
    } while (!cursor.equals("0"));
    return keys;
  }

  private @Nullable Object element() throws IOException {
    String line = line();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> rest;
      case '-' -> throw new IOException(rest);
      case ':' -> Long.valueOf(rest);
      case '$' -> bulk(Integer.parseInt(rest));
      case '*' -> list(Integer.parseInt(rest));
      default -> throw new IOException("reply: " + line + " (expected: one of RESP2)");
    };
  }

  private @Nullable String bulk(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    String text = new String(in.readNBytes(length), ISO_8859_1);
    in.skipNBytes(2);
    return text;
  }

  private @Nullable List<@Nullable Object> list(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    List<@Nullable Object> elements = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      elements.add(element());
    }
    return elements;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the server closed the connection");
      }
      line.write(c);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
