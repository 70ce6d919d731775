package dev.torc.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.cache.coordination.Step;
import dev.torc.testkit.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever a key holds, it holds it after the move, and until the same time. */
final class MovedValueTest {
  private final Shards shards = new Shards();
  private RedisProcess source;
  private RedisProcess added;

  @BeforeEach
  void open() {
    source = shards.redis();
    shards.open();
    added = shards.redis();
  }

  @AfterEach
  void close() {
    shards.close();
  }

  private static long number(RedisProcess server, String... command) {
    return Long.parseLong(
        RedisCommands.call(server, command).lines().findFirst().orElse("").substring(1));
  }

  /** The time at which a key expires, in milliseconds since 1970. */
  private static long expiry(RedisProcess server, String key) {
    long before = System.currentTimeMillis();
    return before + number(server, "PTTL", key);
  }

  @Test
  void expiryStaysTheSameTime() {
    List<String> moving = Shards.keysFor(1, 2, 200);
    Map<String, Long> expiries = new HashMap<>();
    for (int i = 0; i < 200; i++) {
      String key = "key-" + i;
      Shards.get(
          shards.cache().set(Shards.bytes(key), Shards.bytes("v"), Duration.ofSeconds(600 + i)));
      expiries.put(key, expiry(source, key));
    }
    shards.committed(ChangeRequest.add(shards.member(), 1));
    shards.committed(ChangeRequest.remove(0));
    assertThat(moving).isNotEmpty();
    // The two readings of the clock are apart by as much as this machine makes them be.
    expiries.forEach((key, before) ->
        assertThat(expiry(added, key)).as(key).isBetween(before - 2000, before + 2000));
  }

  @Test
  void whatExpiresDuringTheCopyDoesNotComeBack() {
    List<String> moving = Shards.keysFor(1, 2, 1000);
    shards.fill(1000, "v");
    shards
        .steps()
        .after(
            SteppingCoordinator.at(Step.CatchUp.class, 1),
            () -> {
              for (String key : moving.subList(0, 100)) {
                RedisCommands.call(source, "PEXPIRE", key, "1");
              }
              for (String key : moving.subList(100, 200)) {
                Shards.get(
                    shards
                        .cache()
                        .set(Shards.bytes(key), Shards.bytes("short"), Duration.ofMillis(1)));
              }
              Waiting.until(() -> number(source, "EXISTS", moving.get(199)) == 0);
            });
    shards.committed(ChangeRequest.add(shards.member(), 1));
    for (String key : moving.subList(100, 200)) {
      assertThat(shards.read(key)).as(key).isNull();
    }
    for (String key : moving.subList(200, moving.size())) {
      assertThat(shards.read(key)).as(key).isEqualTo(key.replace("key-", "v"));
    }
  }

  @Test
  void largeValuesAndBinaryKeys() {
    Random random = new Random(7);
    List<byte[]> keys = new ArrayList<>();
    List<byte[]> values = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      // Of four bytes and more, so that all differ.
      byte[] key = new byte[4 + random.nextInt(100)];
      random.nextBytes(key);
      byte[] value = new byte[i < 60 ? 1 << 20 : random.nextInt(1000)];
      random.nextBytes(value);
      keys.add(key);
      values.add(value);
      Shards.get(shards.cache().set(key, value, null));
    }
    shards.committed(ChangeRequest.add(shards.member(), 1));
    shards.committed(ChangeRequest.remove(0));
    for (int i = 0; i < keys.size(); i++) {
      assertThat(Shards.get(shards.cache().get(keys.get(i))).value()).isEqualTo(values.get(i));
    }
    assertThat(number(source, "DBSIZE")).isZero();
  }

  /** All of them in one transaction take longer than a command may. */
  @Test
  void largeValuesAreCopiedFewAtATime() {
    for (int i = 0; i < 100; i++) {
      Shards.get(shards.cache().set(Shards.bytes("key-" + i), new byte[200_000], null));
    }
    int moving = Shards.keysFor(1, 2, 100).size();
    RedisCommands.call(source, "CONFIG", "RESETSTAT");
    shards.committed(ChangeRequest.add(shards.member(), 1));
    String calls =
        RedisCommands.call(source, "INFO", "commandstats")
            .lines()
            .filter(line -> line.startsWith("cmdstat_exec:calls="))
            .findFirst()
            .orElseThrow();
    int transactions =
        Integer.parseInt(calls.substring(calls.indexOf('=') + 1, calls.indexOf(',')));
    assertThat(transactions).isGreaterThan(moving / 16);
  }

  @Test
  void otherTypesThanStrings() {
    for (int i = 0; i < 20; i++) {
      RedisCommands.call(source, "RPUSH", "list-" + i, "a", "b", "c");
      RedisCommands.call(source, "HSET", "hash-" + i, "field", "value");
      RedisCommands.call(source, "ZADD", "sorted-" + i, "1.5", "member");
    }
    shards.committed(ChangeRequest.add(shards.member(), 1));
    shards.assertTidy();
    shards.committed(ChangeRequest.remove(0));
    for (int i = 0; i < 20; i++) {
      assertThat(RedisCommands.call(added, "LRANGE", "list-" + i, "0", "-1"))
          .startsWith("*3\r\n$1\r\na\r\n$1\r\nb\r\n$1\r\nc\r\n");
      assertThat(RedisCommands.call(added, "HGET", "hash-" + i, "field"))
          .startsWith("$5\r\nvalue\r\n");
      assertThat(RedisCommands.call(added, "ZSCORE", "sorted-" + i, "member"))
          .startsWith("$3\r\n1.5\r\n");
    }
    shards.assertTidy();
  }
}
