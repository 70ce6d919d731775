package dev.torc.cli.wineinfo;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.torc.client.TorcClient;
import dev.torc.config.HostPort;
import dev.torc.http.BindException;
import dev.torc.http.HttpHandler;
import dev.torc.http.HttpLimits;
import dev.torc.http.HttpRecorder;
import dev.torc.http.HttpServer;
import dev.torc.http.Transport;
import dev.torc.routing.RoutingConfig;
import dev.torc.routing.Ticker;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A shop, running, and the replicas of the service that it asks for recommendations: real servers
 * on loopback. Closing it ends them.
 *
 * <p>Safe for use by any number of threads.
 */
public final class Wineinfo implements AutoCloseable {
  /** The most replicas there may be. */
  public static final int MAX_REPLICAS = 100;

  private static final String HOST = "127.0.0.1";
  private static final int LOOPS = 2;

  private final Transport transport = Transport.best();
  private final EventLoopGroup loops = transport.eventLoops(LOOPS, "wineinfo");
  private final List<RunningReplica> replicas = new ArrayList<>();
  private final List<HttpClient> workers = new ArrayList<>();
  private @Nullable HttpServer shop;

  private record RunningReplica(HostPort name, Replica replica, HttpServer server) {}

  private Wineinfo() {}

  /**
   * Starts it on free ports, which nobody else knows: what replicas are asked comes by the shop.
   *
   * @param policy how the shop chooses a replica
   * @param replicas 1 to {@value #MAX_REPLICAS}
   * @param ticker the clock of the replicas' failures
   */
  public static Wineinfo start(Policy policy, int replicas, Ticker ticker) {
    return new Wineinfo().start(policy, replicas, ticker, 0, false);
  }

  /**
   * Starts it on ports that people know. A replica whose port another program has takes a free one:
   * hashing goes by the name.
   *
   * @param policy how the shop chooses a replica
   * @param replicas 1 to {@value #MAX_REPLICAS}
   * @param ticker the clock of the replicas' failures
   * @param port of the shop, 0 for a free one
   * @throws BindException if the shop's port is not free
   */
  public static Wineinfo startAt(int port, Policy policy, int replicas, Ticker ticker) {
    return new Wineinfo().start(policy, replicas, ticker, port, true);
  }

  private Wineinfo start(Policy policy, int count, Ticker ticker, int port, boolean known) {
    try {
      for (int i = 0; i < count; i++) {
        HostPort name = Routing.name(i);
        Replica replica = new Replica(new FailureModel(ticker));
        HttpServer server = known ? serveIfFree(name.port(), replica) : serve(0, replica);
        replicas.add(new RunningReplica(name, replica, server));
      }
      startShop(policy, port);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
    return this;
  }

  private HttpServer serveIfFree(int port, HttpHandler handler) {
    try {
      return serve(port, handler);
    } catch (BindException e) {
      return serve(0, handler);
    }
  }

  private HttpServer serve(int port, HttpHandler handler) {
    return HttpServer.start(
        new InetSocketAddress(InetAddress.ofLiteral(HOST), port),
        transport,
        loops,
        HttpLimits.DEFAULTS,
        handler,
        HttpRecorder.NONE);
  }

  private void startShop(Policy policy, int port) {
    List<HostPort> addresses = replicas.stream().map(r -> address(r.server())).toList();
    RoutingConfig routing = Routing.of(policy, addresses);
    Stream.generate(() -> TorcClient.builder().withRouting(routing).build())
        .limit(Shop.WORKERS)
        .forEach(workers::add);
    shop = serve(port, new Shop(workers, () -> ThreadLocalRandom.current().nextLong()));
  }

  private static HostPort address(HttpServer server) {
    return new HostPort(server.address().getAddress().getHostAddress(), server.address().getPort());
  }

  /** What a percent-encoded query is appended to. */
  public String url() {
    HttpServer running = shop;
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    return "http://" + address(running) + Shop.PATH + "?query=";
  }

  /** What the replicas were asked until now. */
  public List<ReplicaLog> logs() {
    return replicas.stream()
        .map(r -> new ReplicaLog(r.name(), address(r.server()), r.replica().log()))
        .toList();
  }

  @Override
  public void close() {
    if (shop != null) {
      shop.close();
    }
    workers.forEach(HttpClient::close);
    replicas.forEach(replica -> replica.server().close());
    loops.shutdownGracefully(0, 1, SECONDS);
  }
}
