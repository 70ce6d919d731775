package dev.torc.http;

import java.time.Duration;

/**
 * What a server takes from its clients, so that none of them can exhaust it.
 *
 * @param uriBytes longest request line, in bytes; longer ones are answered with 414
 * @param headBytes longest header section, in bytes; 431
 * @param headers most header fields; 431
 * @param bodyMemoryBytes bytes of request bodies held at once, over all connections; 429
 * @param responseMemoryBytes bytes of responses that clients have not read yet, over all
 *     connections; 503. Responses of up to 4 KiB are not counted
 * @param connections most open connections; more are closed as they come
 * @param headTimeout from the first byte of a request, or a new connection, to the end of its head;
 *     408
 * @param bodyTimeout from there to the end of the body; 408
 * @param keepAliveTimeout how long a connection may wait for its next request
 * @param writeTimeout how long a client may take to read a response
 */
public record HttpLimits(
    int uriBytes,
    int headBytes,
    int headers,
    long bodyMemoryBytes,
    long responseMemoryBytes,
    int connections,
    Duration headTimeout,
    Duration bodyTimeout,
    Duration keepAliveTimeout,
    Duration writeTimeout) {

  /** 8 KiB, 16 KiB, 100 fields, 64 MiB, 128 MiB, 10 000 connections; 10, 30, 75 and 30 s. */
  public static final HttpLimits DEFAULTS =
      new HttpLimits(
          8 << 10,
          16 << 10,
          100,
          64 << 20,
          128 << 20,
          10_000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(75),
          Duration.ofSeconds(30));

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one of them is not positive
   */
  public HttpLimits {
    positive("uriBytes", uriBytes);
    positive("headBytes", headBytes);
    positive("headers", headers);
    positive("bodyMemoryBytes", bodyMemoryBytes);
    positive("responseMemoryBytes", responseMemoryBytes);
    positive("connections", connections);
    positive("headTimeout", headTimeout.toMillis());
    positive("bodyTimeout", bodyTimeout.toMillis());
    positive("keepAliveTimeout", keepAliveTimeout.toMillis());
    positive("writeTimeout", writeTimeout.toMillis());
  }

  /**
   * Checks that the time-outs are those of others.
   *
   * @throws IllegalArgumentException if one of them is not
   */
  void checkTimeoutsOf(HttpLimits others) {
    same("headTimeout", headTimeout, others.headTimeout);
    same("bodyTimeout", bodyTimeout, others.bodyTimeout);
    same("keepAliveTimeout", keepAliveTimeout, others.keepAliveTimeout);
    same("writeTimeout", writeTimeout, others.writeTimeout);
  }

  private static void same(String name, Duration timeout, Duration other) {
    if (!timeout.equals(other)) {
      throw new IllegalArgumentException(
          name + ": " + timeout + " (expected: " + other + ", which does not change)");
    }
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1)");
    }
  }
}
