package dev.torc.bench.peer;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import java.lang.reflect.Field;

/** What only {@code io.grpc.xds} itself may see, and who runs its balancer alone has to. */
public final class GrpcInternals {
  /** The call option in which the xDS resolver leaves the hash of a request. */
  public static final CallOptions.Key<Long> HASH = constant("XdsNameResolver", "RPC_HASH_KEY");

  /** The attribute of an address with its weight. */
  public static final Attributes.Key<Long> WEIGHT = constant("XdsAttributes", "ATTR_SERVER_WEIGHT");

  private GrpcInternals() {}

  /** A constant of that package. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // The caller knows the type.
  public static <T> T constant(String type, String name) {
    try {
      Field field = Class.forName("io.grpc.xds." + type).getDeclaredField(name);
      field.setAccessible(true);
      return (T) field.get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
