package dev.torc.testkit.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.torc.testkit.RedisProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A proxy before a real server. */
final class FaultProxyTest {
  private final RedisProcess server = RedisProcess.started();
  private final FaultProxy proxy = FaultProxy.to(server.address());

  @AfterEach
  void stop() {
    proxy.close();
    server.close();
  }

  private static Socket connected(int port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private static void send(Socket socket, String command) throws IOException {
    socket.getOutputStream().write((command + "\r\n").getBytes(US_ASCII));
  }

  private static String reply(Socket socket) throws IOException {
    return String.valueOf(
        new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine());
  }

  private boolean exists(String key) throws IOException {
    try (Socket direct = connected(server.address().getPort())) {
      send(direct, "EXISTS " + key);
      return reply(direct).equals(":1");
    }
  }

  @Test
  void aTrapHoldsAConnectionFromATextOn() throws IOException {
    Rule.Trap trap = new Rule.Trap("trapped", 1);
    proxy.apply(trap);
    try (Socket held = connected(proxy.address().getPort());
        Socket other = connected(proxy.address().getPort())) {
      send(held, "SET before v");
      assertThat(reply(held)).isEqualTo("+OK");
      send(held, "SET trapped v");
      await().atMost(10, SECONDS).until(() -> trap.caught() == 1);
      send(held, "SET behind v");
      send(other, "SET trapped-too v");
      assertThat(reply(other)).isEqualTo("+OK");
      await().atMost(10, SECONDS).until(() -> proxy.underWay() == 2);
      assertThat(exists("trapped")).isFalse();
    }
    // Its sender is gone, and all the same it arrives.
    proxy.lift(trap);
    await().atMost(10, SECONDS).until(() -> exists("trapped") && exists("behind"));
  }

  @Test
  void whatIsHeldIsLostWhenTheServerEndsTheConnection() throws IOException {
    Rule.Trap trap = new Rule.Trap("fenced", 1);
    proxy.apply(trap);
    try (Socket held = connected(proxy.address().getPort());
        Socket direct = connected(server.address().getPort())) {
      send(held, "SET fenced v");
      await().atMost(10, SECONDS).until(() -> trap.caught() == 1);
      send(direct, "CLIENT KILL TYPE normal SKIPME yes");
      assertThat(reply(direct)).isEqualTo(":1");
      assertThat(held.getInputStream().read()).isNegative();
      proxy.lift(trap);
    }
    await().atMost(10, SECONDS).until(() -> proxy.connections() == 0);
    assertThat(exists("fenced")).isFalse();
  }

  @Test
  void anotherTextArrives() throws IOException {
    proxy.apply(new Rule.Replace("sent", "came"));
    try (Socket client = connected(proxy.address().getPort())) {
      send(client, "SET sent v");
      assertThat(reply(client)).isEqualTo("+OK");
      assertThat(exists("came")).isTrue();
    }
    assertThatThrownBy(() -> new Rule.Replace("sent", "arrived"))
        .hasMessage("other: arrived (expected: as long as sent)");
  }
}
