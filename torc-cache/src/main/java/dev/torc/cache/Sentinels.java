package dev.torc.cache;

import static java.util.stream.Collectors.joining;

import dev.torc.cache.internal.Command;
import dev.torc.cache.internal.ConnectionSettings;
import dev.torc.cache.internal.RedisConnection;
import dev.torc.cache.internal.Reply;
import dev.torc.config.HostPort;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Ticker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Redis sentinels, asked where the masters are that they watch.
 *
 * <p>An address is believed if more of the sentinels that answer name it than any other, and if the
 * server there says of itself that it is a master: a sentinel that was cut off names the former one
 * for a while, and one that makes a replica the master names it before it is.
 *
 * <p>The connections to the sentinels stay open and are made again by themselves. There is one
 * thread for all of them. Safe for use by any number of threads.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/sentinel-clients/">Guidelines for
 *     Redis clients with support for Redis Sentinel</a>
 */
public final class Sentinels implements AutoCloseable {
  private static final Command ROLE = Command.of("ROLE");

  /** One for each master, asked again before the last time-out. */
  private static final int MAX_PENDING_COMMANDS = 10_000;

  private static final int MAX_PENDING_BYTES = 4 << 20;
  private static final int MAX_BULK_BYTES = 4 << 10;

  /** A master lists its replicas. */
  private static final int MAX_ELEMENTS = 10_000;

  private final EventLoopGroup loops;
  private final ConnectionSettings settings;
  private final Map<HostPort, RedisConnection> sentinels = new LinkedHashMap<>();

  private Sentinels(List<HostPort> addresses, EventLoopGroup loops, ConnectionSettings settings) {
    this.loops = loops;
    this.settings = settings;
    addresses.forEach(address -> sentinels.put(address, connect(address)));
  }

  /**
   * Starts to connect, in the background.
   *
   * @param timeout how long a server may take to accept a connection, and to answer; at least 1 ms
   * @throws IllegalArgumentException if there is no sentinel, or the time-out is shorter
   */
  public static Sentinels open(List<HostPort> sentinels, Duration timeout) {
    if (sentinels.isEmpty()) {
      throw new IllegalArgumentException("sentinels: none (expected: at least one)");
    }
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException("timeout: " + timeout + " (expected: at least 1 ms)");
    }
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("torc-sentinels", true), NioIoHandler.newFactory());
    return new Sentinels(
        sentinels,
        loops,
        new ConnectionSettings(
            "torc:sentinels",
            NioSocketChannel.class,
            timeout,
            timeout,
            MAX_PENDING_COMMANDS,
            MAX_PENDING_BYTES,
            MAX_BULK_BYTES,
            MAX_ELEMENTS,
            Ticker.systemTicker(),
            new Random()));
  }

  private RedisConnection connect(HostPort address) {
    return RedisConnection.open(
        loops.next(), InetSocketAddress.createUnresolved(address.host(), address.port()), settings);
  }

  /**
   * Asks all sentinels for a master.
   *
   * @param name as the sentinels have it
   * @param known an address that was found before: it is not asked again whether it is a master,
   *     for it may be down, and stays where the master is until the sentinels name another
   * @return where it is; fails with {@link SentinelException} if that is not sure. It completes
   *     within two time-outs, on the thread of the connections, which must not be blocked
   */
  public CompletionStage<HostPort> master(String name, @Nullable HostPort known) {
    Command question = Command.of("SENTINEL", "get-master-addr-by-name", name);
    List<CompletableFuture<Answer>> answers =
        sentinels.entrySet().stream()
            .map(sentinel ->
                sentinel
                    .getValue()
                    .send(question)
                    .handle((reply, error) -> Answer.of(sentinel.getKey(), reply, error)))
            .toList();
    return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            all -> named(name, answers.stream().map(CompletableFuture::join).toList(), known))
        .thenCompose(address ->
            address.equals(known)
                ? CompletableFuture.completedFuture(address)
                : checked(name, address));
  }

  /**
   * What a sentinel said.
   *
   * @param master where the master is, if it said so
   * @param why it did not
   */
  private record Answer(@Nullable HostPort master, String why) {

    static Answer of(HostPort sentinel, @Nullable Reply reply, @Nullable Throwable error) {
      if (reply == null) {
        // The message begins with the sentinel's address.
        return new Answer(null, String.valueOf(error == null ? null : error.getMessage()));
      }
      if (reply instanceof Reply.Array array) {
        return array.elements() == null
            ? new Answer(null, sentinel + ": no such master")
            : read(sentinel, array.elements());
      }
      return new Answer(null, sentinel + ": " + reply);
    }

    private static Answer read(HostPort sentinel, List<Reply> words) {
      try {
        if (words.size() == 2
            && words.get(0) instanceof Reply.Bulk host
            && words.get(1) instanceof Reply.Bulk port) {
          return new Answer(new HostPort(host.text(), Integer.parseInt(port.text())), "");
        }
      } catch (IllegalArgumentException e) {
        return new Answer(null, sentinel + ": " + e.getMessage());
      }
      return new Answer(null, sentinel + ": " + words);
    }
  }

  /**
   * The address that most name; none of two that equally many name. Away from a known address it
   * takes more than half of all: those that are cut off with a former master name it for ever.
   */
  private static HostPort named(String name, List<Answer> answers, @Nullable HostPort known) {
    Map<HostPort, Integer> votes = new LinkedHashMap<>();
    for (Answer answer : answers) {
      if (answer.master() != null) {
        votes.merge(answer.master(), 1, Integer::sum);
      }
    }
    if (votes.isEmpty()) {
      throw new SentinelException(
          name
              + ": no sentinel names it: "
              + answers.stream().map(Answer::why).collect(joining("; ")));
    }
    int most = Collections.max(votes.values());
    List<HostPort> named =
        votes.keySet().stream().filter(address -> votes.getOrDefault(address, 0) == most).toList();
    if (named.size() > 1) {
      throw new SentinelException(name + ": equally many sentinels name each of " + named);
    }
    HostPort address = named.get(0);
    if (known != null && !address.equals(known) && 2 * most <= answers.size()) {
      throw new SentinelException(
          name
              + ": "
              + most
              + " of "
              + answers.size()
              + " sentinels name "
              + address
              + " (expected: more than half, to leave "
              + known
              + ")");
    }
    return address;
  }

  private CompletionStage<HostPort> checked(String name, HostPort address) {
    RedisConnection server = connect(address);
    // Not at once: this is the thread of the connection, which has to begin to connect first.
    return CompletableFuture.supplyAsync(() -> server.send(ROLE), loops)
        .thenCompose(role -> role.handle(Sentinels::roleIn))
        .thenApply(role -> {
          server.close();
          if (!role.equals("master")) {
            throw new SentinelException(name + ": " + address + " is no master: " + role);
          }
          return address;
        });
  }

  /** The first word of the reply, or what there is instead. */
  private static String roleIn(@Nullable Reply reply, @Nullable Throwable error) {
    if (error != null) {
      return String.valueOf(error.getMessage());
    }
    return reply instanceof Reply.Array array
            && array.elements() != null
            && !array.elements().isEmpty()
            && array.elements().get(0) instanceof Reply.Bulk role
        ? role.text()
        : String.valueOf(reply);
  }

  /** Ends the connections; what waits for an answer fails. */
  @Override
  public void close() {
    sentinels.values().forEach(RedisConnection::close);
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
