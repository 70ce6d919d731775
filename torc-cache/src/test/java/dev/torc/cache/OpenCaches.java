package dev.torc.cache;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.torc.testkit.RedisProcess;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Servers and caches over them, which are closed in the reverse order. */
final class OpenCaches {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** Starts a server. */
  RedisProcess redis(String... options) {
    return closing(RedisProcess.started(options));
  }

  /** Opens a cache. */
  ShardedCache cache(ShardedCacheBuilder builder) {
    return closing(builder.open());
  }

  /** Closes that too. */
  <T extends AutoCloseable> T closing(T opened) {
    open.push(opened);
    return opened;
  }

  /** A cache over these servers: {@code node-0}, {@code node-1}, …. */
  static ShardedCacheBuilder over(RedisProcess... servers) {
    return ShardedCache.over(
        IntStream.range(0, servers.length)
            .mapToObj(i -> new CacheNode(i, "node-" + i, servers[i].address(), 1))
            .toList());
  }

  /** Waits until it is served. */
  static <T extends @Nullable Object> Served<T> get(CompletionStage<Served<T>> stage) {
    return stage.toCompletableFuture().orTimeout(10, SECONDS).join();
  }

  /** Waits until it fails. */
  static CacheException.Kind failureOf(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().orTimeout(10, SECONDS).join();
      throw new AssertionError("served");
    } catch (CompletionException e) {
      return kindOf(e);
    }
  }

  /** Why it failed. */
  static CacheException.Kind kindOf(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    return ((CacheException) Objects.requireNonNull(cause)).kind();
  }

  /** Closes all that is open. */
  void close() throws Exception {
    for (AutoCloseable last = open.poll(); last != null; last = open.poll()) {
      last.close();
    }
  }
}
