package dev.torc.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.util.Objects;

/** A gateway in a process of its own, for {@link OrphanTest} to kill. */
final class OrphanMain {
  private OrphanMain() {}

  /** Starts two embedded nodes, says so with the public port, and waits for its end. */
  public static void main(String[] arguments) throws InterruptedException {
    try (Gateway gateway =
        Gateway.start(TestGateway.config("nodes: {embedded: 2}"), TestGateway.adminOnFreePort())) {
      PrintStream out = new PrintStream(Objects.requireNonNull(System.out), true, UTF_8);
      out.println("ready " + gateway.address().getPort());
      Thread.currentThread().join();
    }
  }
}
