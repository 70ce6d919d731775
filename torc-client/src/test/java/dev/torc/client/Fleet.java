package dev.torc.client;

import static org.awaitility.Awaitility.await;

import dev.torc.discovery.MutableSource;
import dev.torc.routing.Backend;
import dev.torc.routing.Endpoint;
import dev.torc.routing.HashParam;
import dev.torc.routing.LoadBalancer;
import dev.torc.routing.OutlierDetection;
import dev.torc.routing.Retry;
import dev.torc.routing.RoutingConfig;
import dev.torc.routing.Timeouts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Replicas of one service, and a load on them that never stops and remembers what failed. */
final class Fleet implements AutoCloseable {
  /**
   * With the thread of the test, three requests are under way at a time: as many repetitions as the
   * budget always allows, so that whether one is allowed never depends on the machine.
   */
  private static final int LOADERS = 2;

  private static final int KEYS = 100;

  /** Of waits for a condition: only reached if something is broken. */
  static final Duration DEADLINE = Duration.ofMinutes(1);

  private final List<Member> members = new ArrayList<>();
  private final MutableSource source = new MutableSource(RoutingConfig.EMPTY);
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final AtomicLongArray loads = new AtomicLongArray(LOADERS);
  private final List<Thread> loaders = new ArrayList<>();
  private @Nullable TorcClient client;
  private volatile boolean over;

  /** A replica that is killed and started again on the same port. */
  static final class Member {
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private volatile int status = 200;
    private volatile RawServer server = RawServer.startOnFixedPort(this::serve);

    private void serve(RawServer.Connection connection) throws IOException {
      for (String head = connection.readHead(); head != null; head = connection.readHead()) {
        String key = head.substring(head.indexOf("user=") + 5, head.indexOf(" HTTP/1.1"));
        if (status == 200) {
          keys.add(key);
        }
        connection.respond(status, address());
      }
    }

    String address() {
      return server.address();
    }

    void answerWith(int code) {
      status = code;
    }

    void kill() {
      server.kill();
    }

    void restart() {
      server = RawServer.start(server.port(), this::serve);
    }

    /** The keys that it answered since it last forgot. */
    Set<String> keys() {
      return keys;
    }
  }

  Fleet(int size) {
    IntStream.range(0, size).forEach(i -> addMember());
  }

  Member addMember() {
    Member member = new Member();
    members.add(member);
    return member;
  }

  List<Member> members() {
    return members;
  }

  static LoadBalancer ring() {
    return LoadBalancer.RingHash.of(new HashParam.QueryParam("user", false, false));
  }

  static LoadBalancer maglev() {
    return LoadBalancer.Maglev.of(new HashParam.QueryParam("user", false, false));
  }

  /** Routes to all members from now on. */
  void route(LoadBalancer lb, @Nullable OutlierDetection outlier) {
    Backend backend =
        new Backend(
            Routings.SHOP,
            lb,
            outlier,
            members.stream().map(member -> Endpoint.of(member.address())).toList());
    Retry retry = new Retry(List.of(503), members.size(), Duration.ofMillis(1));
    source.set(Routings.ruled(Routings.rule(retry, Timeouts.NONE), backend));
  }

  /** Builds the client and starts the load. */
  TorcClient start(TorcClientBuilder builder) {
    TorcClient started = builder.withSource(source).build();
    client = started;
    for (int i = 0; i < LOADERS; i++) {
      int loader = i;
      Thread thread = new Thread(() -> load(started, loader), "load " + i);
      thread.start();
      loaders.add(thread);
    }
    return started;
  }

  private void load(TorcClient of, int loader) {
    for (int i = 0; !over; i++) {
      send(of, "u" + i % KEYS, loader % 2 == 0);
      loads.incrementAndGet(loader);
    }
  }

  /**
   * Waits until every loader has sent some more requests: so all that were under way when this was
   * called are over.
   */
  void letPass() {
    for (int i = 0; i < LOADERS; i++) {
      int loader = i;
      long until = loads.get(loader) + 20;
      await().atMost(DEADLINE).until(() -> loads.get(loader) >= until);
    }
  }

  private @Nullable String send(TorcClient of, String key, boolean async) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://shop/recommendations?user=" + key)).build();
    try {
      HttpResponse<String> response =
          async
              ? of.sendAsync(request, BodyHandlers.ofString()).get()
              : of.send(request, BodyHandlers.ofString());
      if (response.statusCode() == 200) {
        return response.body();
      }
      failures.add(key + ": status " + response.statusCode());
    } catch (IOException | RuntimeException | ExecutionException e) {
      failures.add(key + ": " + e + ", by " + e.getCause());
    } catch (InterruptedException e) {
      failures.add(key + ": " + e);
      Thread.currentThread().interrupt();
    }
    return null;
  }

  /** Who answers each key now, asked beside the load. */
  Map<String, String> owners() {
    TorcClient asked = client;
    if (asked == null) {
      throw new IllegalStateException("no client (expected: after start)");
    }
    Map<String, String> owners = new TreeMap<>();
    for (int i = 0; i < KEYS; i++) {
      String key = "u" + i;
      String owner = send(asked, key, i % 2 == 0);
      if (owner != null) {
        owners.put(key, owner);
      }
    }
    return owners;
  }

  /** The keys that have another owner than before. */
  static Set<String> moved(Map<String, String> before, Map<String, String> after) {
    return before.keySet().stream()
        .filter(key -> !Objects.equals(before.get(key), after.get(key)))
        .collect(Collectors.toSet());
  }

  /** The keys of one owner. */
  static Set<String> of(Member member, Map<String, String> owners) {
    return owners.entrySet().stream()
        .filter(entry -> entry.getValue().equals(member.address()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  List<String> failures() {
    return failures;
  }

  @Override
  public void close() {
    over = true;
    loaders.forEach(Fleet::join);
    if (client != null) {
      client.close();
    }
    members.forEach(Member::kill);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
