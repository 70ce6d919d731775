package dev.torc.client;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.http.HttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Ends the JDK's client, which can be ended from JDK 21 on. On 17 its thread ends by itself, some
 * seconds after nobody has the client any more.
 */
final class SenderEnd {
  private static final @Nullable MethodHandle SHUTDOWN = find("shutdown");
  private static final @Nullable MethodHandle SHUTDOWN_NOW = find("shutdownNow");

  private SenderEnd() {}

  private static @Nullable MethodHandle find(String name) {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(HttpClient.class, name, MethodType.methodType(void.class));
    } catch (NoSuchMethodException e) {
      return null;
    } catch (IllegalAccessException e) {
      throw new LinkageError("HttpClient." + name + " is not accessible", e);
    }
  }

  /** Lets what is under way come to its end. */
  static void shutdown(HttpClient sender) {
    call(SHUTDOWN, sender);
  }

  /** Breaks off what is under way. */
  static void shutdownNow(HttpClient sender) {
    call(SHUTDOWN_NOW, sender);
  }

  private static void call(@Nullable MethodHandle method, HttpClient sender) {
    if (method != null) {
      try {
        method.invoke(sender);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException("the JDK's client did not end", e);
      }
    }
  }
}
