package dev.torc.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.torc.testkit.RedisProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Runs one command on a server over a socket of its own, with no code of the cache's. */
final class RedisCommands {
  private RedisCommands() {}

  /** The raw reply up to the end of the connection. */
  static String call(RedisProcess server, String... arguments) {
    return call(server.address(), arguments);
  }

  /** The raw reply of a server on loopback up to the end of the connection. */
  static String call(InetSocketAddress server, String... arguments) {
    StringBuilder request = new StringBuilder("*" + arguments.length + "\r\n");
    for (String argument : arguments) {
      request.append("$").append(argument.length()).append("\r\n").append(argument).append("\r\n");
    }
    request.append("*1\r\n$4\r\nQUIT\r\n");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
      socket.getOutputStream().write(request.toString().getBytes(UTF_8));
      ByteArrayOutputStream reply = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(reply);
      return reply.toString(UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
