package dev.torc.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.cache.coordination.Member;
import dev.torc.config.HostPort;
import dev.torc.testkit.RedisProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes of the ring on real Redis servers. */
final class ReshardingTest {
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private RedisProcess redis() {
    RedisProcess redis = RedisProcess.started();
    open.add(redis);
    return redis;
  }

  private ShardedCache cache(RedisProcess... servers) {
    ShardedCache cache =
        ShardedCache.over(
                IntStream.range(0, servers.length)
                    .mapToObj(i -> new CacheNode(i, "node-" + i, servers[i].address(), 1))
                    .toList())
            .withPointsPerNode(100)
            .open();
    open.add(cache);
    return cache;
  }

  private static Member member(ShardedCache cache, RedisProcess server) {
    int index = cache.resharding().reserveIndex();
    return new Member(
        index, "node-" + index, new HostPort("127.0.0.1", server.address().getPort()));
  }

  private static Change made(ShardedCache cache, ChangeRequest request) {
    Change change = cache.resharding().submit(request);
    Change over =
        cache
            .resharding()
            .whenOver(change.id())
            .toCompletableFuture()
            .orTimeout(60, SECONDS)
            .join();
    assertThat(over).isNotNull();
    return over;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static Map<String, String> fill(ShardedCache cache, int keys) {
    Map<String, String> values = new ConcurrentHashMap<>();
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      values.put("key-" + i, "value-" + i);
      writes.add(cache.set(bytes("key-" + i), bytes("value-" + i), null).toCompletableFuture());
    }
    CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new)).join();
    return values;
  }

  private static void assertHolds(ShardedCache cache, Map<String, String> values) {
    values.forEach((key, value) -> {
      byte @Nullable [] found = cache.get(bytes(key)).toCompletableFuture().join().value();
      assertThat(found).as(key).isEqualTo(bytes(value));
    });
  }

  @Test
  void everyKeyIsThereAfterEveryChange() {
    ShardedCache cache = cache(redis(), redis(), redis());
    Map<String, String> values = fill(cache, 3000);
    Member added = member(cache, redis());
    for (ChangeRequest request :
        List.of(
            ChangeRequest.add(added, 1),
            ChangeRequest.points(300),
            ChangeRequest.weight(1, 3),
            ChangeRequest.remove(0),
            ChangeRequest.points(40))) {
      Change change = made(cache, request);
      assertThat(change.status()).as("%s", change).isEqualTo(Change.Status.COMMITTED);
      assertHolds(cache, values);
    }
  }
}
