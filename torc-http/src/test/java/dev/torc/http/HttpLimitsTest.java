package dev.torc.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class HttpLimitsTest {

  private static void refuses(String name, ThrowingCallable limits) {
    assertThatThrownBy(limits)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(name + ": 0 (expected: at least 1)");
  }

  @Test
  void namesWhatIsNotPositive() {
    refuses("uriBytes", () -> new TestLimits().uriBytes(0).build());
    refuses("headBytes", () -> new TestLimits().headBytes(0).build());
    refuses("headers", () -> new TestLimits().headers(0).build());
    refuses("responseMemoryBytes", () -> new TestLimits().responseMemoryBytes(0).build());
    refuses("bodyMemoryBytes", () -> new TestLimits().bodyMemoryBytes(0).build());
    refuses("connections", () -> new TestLimits().connections(0).build());
    refuses("headTimeout", () -> new TestLimits().headTimeoutMillis(0).build());
    refuses("bodyTimeout", () -> new TestLimits().bodyTimeoutMillis(0).build());
    refuses("keepAliveTimeout", () -> new TestLimits().keepAliveTimeoutMillis(0).build());
    refuses("writeTimeout", () -> new TestLimits().writeTimeoutMillis(0).build());
  }
}
