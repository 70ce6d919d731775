package dev.torc.http;

import java.time.Duration;

/** {@link HttpLimits} that differ from the defaults in what a test is about. */
final class TestLimits {
  private int uriBytes = HttpLimits.DEFAULTS.uriBytes();
  private int headBytes = HttpLimits.DEFAULTS.headBytes();
  private int headers = HttpLimits.DEFAULTS.headers();
  private long bodyMemoryBytes = HttpLimits.DEFAULTS.bodyMemoryBytes();
  private long responseMemoryBytes = HttpLimits.DEFAULTS.responseMemoryBytes();
  private int connections = HttpLimits.DEFAULTS.connections();
  private Duration headTimeout = HttpLimits.DEFAULTS.headTimeout();
  private Duration bodyTimeout = HttpLimits.DEFAULTS.bodyTimeout();
  private Duration keepAliveTimeout = HttpLimits.DEFAULTS.keepAliveTimeout();
  private Duration writeTimeout = HttpLimits.DEFAULTS.writeTimeout();

  TestLimits uriBytes(int bytes) {
    uriBytes = bytes;
    return this;
  }

  TestLimits headBytes(int bytes) {
    headBytes = bytes;
    return this;
  }

  TestLimits headers(int most) {
    headers = most;
    return this;
  }

  TestLimits bodyMemoryBytes(long bytes) {
    bodyMemoryBytes = bytes;
    return this;
  }

  TestLimits responseMemoryBytes(long bytes) {
    responseMemoryBytes = bytes;
    return this;
  }

  TestLimits connections(int most) {
    connections = most;
    return this;
  }

  TestLimits headTimeoutMillis(long millis) {
    headTimeout = Duration.ofMillis(millis);
    return this;
  }

  TestLimits bodyTimeoutMillis(long millis) {
    bodyTimeout = Duration.ofMillis(millis);
    return this;
  }

  TestLimits keepAliveTimeoutMillis(long millis) {
    keepAliveTimeout = Duration.ofMillis(millis);
    return this;
  }

  TestLimits writeTimeoutMillis(long millis) {
    writeTimeout = Duration.ofMillis(millis);
    return this;
  }

  HttpLimits build() {
    return new HttpLimits(
        uriBytes,
        headBytes,
        headers,
        bodyMemoryBytes,
        responseMemoryBytes,
        connections,
        headTimeout,
        bodyTimeout,
        keepAliveTimeout,
        writeTimeout);
  }
}
