package dev.torc.bench.reshard;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.torc.bench.BenchException;
import dev.torc.cache.ShardedCache;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes keys of a cache, many at a time, as fast as it takes them. */
final class WriteLoad {
  private static final int CONCURRENCY = 128;
  private static final byte[] VALUE = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);

  private final ShardedCache cache;
  private final List<byte[]> keys;
  private final AtomicInteger left = new AtomicInteger();

  WriteLoad(ShardedCache cache, List<byte[]> keys) {
    this.cache = cache;
    this.keys = keys;
  }

  /**
   * Writes so many times.
   *
   * @throws BenchException if a write fails
   */
  void run(int writes) throws InterruptedException {
    left.set(writes);
    CompletableFuture<?>[] chains = new CompletableFuture<?>[CONCURRENCY];
    for (int i = 0; i < CONCURRENCY; i++) {
      CompletableFuture<Void> end = new CompletableFuture<>();
      chains[i] = end;
      next(end);
    }
    try {
      CompletableFuture.allOf(chains).get();
    } catch (ExecutionException e) {
      throw new BenchException("a write failed: " + e.getCause(), e);
    }
  }

  /** Each write begins when the one before it has ended, on the event loop that tells so. */
  private void next(CompletableFuture<Void> end) {
    int number = left.decrementAndGet();
    if (number < 0) {
      end.complete(null);
      return;
    }
    cache
        .set(keys.get(number % keys.size()), VALUE, null)
        .whenComplete((served, error) -> {
          if (error == null) {
            next(end);
          } else {
            end.completeExceptionally(error);
          }
        });
  }
}
