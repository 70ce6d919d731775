package dev.torc.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.coordination.Coordinator;
import dev.torc.cache.coordination.Member;
import dev.torc.config.HostPort;
import dev.torc.testkit.RedisProcess;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that was started anew is another one: what it holds may be older than what was read. */
final class RestartedNodeTest {
  private final Shards shards = new Shards();

  @AfterEach
  void close() {
    shards.close();
  }

  /** A server with an old value, which was overwritten since, and a key that was deleted since. */
  private RedisProcess saved(Path folder, RestartedNodes policy) {
    RedisProcess server = shards.redis("--dir", folder.toString());
    shards.open(builder -> builder.withRestartedNodes(policy));
    shards.set("changed", "old");
    shards.set("deleted", "old");
    RedisCommands.call(server, "SAVE");
    shards.set("changed", "new");
    Shards.get(shards.cache().delete(Shards.bytes("deleted")));
    return server;
  }

  /** The value as soon as there is an answer. */
  private @Nullable String answer(String key) {
    @Nullable String[] value = new String[1];
    Waiting.until(() -> {
      try {
        value[0] = shards.read(key);
        return true;
      } catch (CacheException e) {
        assertThat(e.kind()).isEqualTo(CacheException.Kind.UNAVAILABLE);
        return false;
      }
    });
    return value[0];
  }

  private String incarnation() {
    Member node = shards.state().member(0);
    return Objects.requireNonNull(Objects.requireNonNull(node).incarnation());
  }

  @Test
  void oldDataIsNeverServed(@TempDir Path folder) {
    RedisProcess server = saved(folder, RestartedNodes.EMPTIED);
    String before = incarnation();
    server.kill();
    server.start();
    assertThat(RedisCommands.call(server, "GET", "changed")).contains("old");
    for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
      assertThat(answer("changed")).isNull();
      assertThat(answer("deleted")).isNull();
    }
    assertThat(incarnation()).isNotEqualTo(before);
    shards.set("changed", "newest");
    assertThat(shards.read("changed")).isEqualTo("newest");
    assertThat(shards.state().changes()).isEmpty();
  }

  @Test
  void trustedServersServeWhatTheyHold(@TempDir Path folder) {
    RedisProcess server = saved(folder, RestartedNodes.TRUSTED);
    server.kill();
    server.start();
    assertThat(answer("deleted")).isEqualTo("old");
  }

  /** The state outlives the gateway: a server that was started anew meanwhile is no news to it. */
  @Test
  void aRestartOfBothIsNoticed(@TempDir Path folder, @TempDir Path state) {
    RedisProcess server = shards.redis("--dir", folder.toString());
    shards.open(Coordinator.inFolder(state), true, builder -> builder);
    shards.set("key", "old");
    RedisCommands.call(server, "SAVE");
    shards.set("key", "new");
    shards.cache().close();
    server.kill();
    server.start();
    shards.open(Coordinator.inFolder(state), true, builder -> builder);
    assertThat(answer("key")).isNull();
  }

  /** What was written since another gateway has emptied it must not go too. */
  @Test
  void aServerIsEmptiedOnceInItsLife(@TempDir Path state) {
    RedisProcess server = shards.redis();
    shards.open(Coordinator.inFolder(state), true, builder -> builder);
    shards.set("key", "old");
    shards.cache().close();
    server.kill();
    server.start();
    String runId =
        RedisCommands.call(server, "INFO", "server")
            .lines()
            .filter(line -> line.startsWith("run_id:"))
            .findFirst()
            .orElseThrow()
            .substring("run_id:".length());
    RedisCommands.call(server, "SET", ShardedCache.INTERNAL_PREFIX + "emptied", runId);
    RedisCommands.call(server, "SET", "key", "of the other gateway");
    shards.open(Coordinator.inFolder(state), true, builder -> builder);
    assertThat(answer("key")).isEqualTo("of the other gateway");
    assertThat(incarnation()).isEqualTo(runId);
  }

  /** Whoever started the cache may have filled the nodes before. */
  @Test
  void theFirstServerKeepsWhatItHolds() {
    RedisProcess server = shards.redis();
    RedisCommands.call(server, "SET", "key", "before");
    shards.open();
    assertThat(shards.read("key")).isEqualTo("before");
    Waiting.until(() -> shards.state().members().get(0).incarnation() != null);
  }

  @Test
  void aServerThatWasStoppedIsTheSame() {
    RedisProcess server = shards.redis();
    shards.open();
    shards.set("key", "value");
    String before = incarnation();
    server.pause();
    server.resume();
    assertThat(answer("key")).isEqualTo("value");
    assertThat(incarnation()).isEqualTo(before);
  }

  @Test
  void anotherAddressIsTheSameNode() {
    shards.redis();
    shards.open();
    shards.set("key", "at the first");
    RedisProcess other = RedisProcess.started();
    try (other) {
      RedisCommands.call(other, "SET", "key", "at the second");
      shards
          .cache()
          .resharding()
          .readdress(0, new HostPort(other.address().getHostString(), other.address().getPort()));
      Waiting.until(() -> "at the second".equals(answer("key")));
      assertThat(shards.cache().epoch().nodes().get(0).address().getPort())
          .isEqualTo(other.address().getPort());
      assertThat(shards.cache().epoch().number()).isEqualTo(1);
    }
  }
}
