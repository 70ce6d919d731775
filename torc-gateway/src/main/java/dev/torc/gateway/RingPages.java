package dev.torc.gateway;

import static io.netty.handler.codec.http.HttpHeaderNames.LOCATION;
import static io.netty.handler.codec.http.HttpResponseStatus.ACCEPTED;
import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.CONFLICT;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;

import dev.torc.cache.CacheNode;
import dev.torc.cache.Epoch;
import dev.torc.cache.NodeInfo;
import dev.torc.cache.NodeStatus;
import dev.torc.cache.Observation;
import dev.torc.cache.Resharding;
import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ChangeException;
import dev.torc.cache.coordination.CoordinatorException;
import dev.torc.http.Request;
import dev.torc.http.Responses;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/**
 * {@code /nodes}, {@code /changes} and {@code /changes/ID}, as {@code docs/operations.md} says.
 *
 * <p>Safe for use by any number of threads.
 */
final class RingPages {
  static final String CHANGES = "/changes";

  /** Far more than any change needs. */
  static final long MAX_BODY_BYTES = 64 << 10;

  private static final String NODES = "/nodes";
  private static final String ONE = CHANGES + "/";
  private static final Pattern ID = Pattern.compile("[0-9]{1,18}");

  private final Supplier<Epoch> topology;
  private final Supplier<Observation> nodes;
  private final Resharding resharding;
  private final RingChanges changes;

  RingPages(
      Supplier<Epoch> topology,
      Supplier<Observation> nodes,
      Resharding resharding,
      RingChanges changes) {
    this.topology = topology;
    this.nodes = nodes;
    this.resharding = resharding;
    this.changes = changes;
  }

  /** Whether a path is one of these pages'. */
  static boolean has(String path) {
    return path.equals(NODES) || path.equals(CHANGES) || path.startsWith(ONE);
  }

  /** What can be done at a path. */
  static List<String> methods(String path) {
    return switch (path) {
      case NODES -> List.of("GET", "HEAD");
      case CHANGES -> List.of("GET", "HEAD", "POST");
      default -> List.of("GET", "HEAD", "DELETE");
    };
  }

  CompletionStage<FullHttpResponse> respond(Request request, String path) {
    return switch (request.method().name()) {
      case "POST" -> answered(submit(request.body()));
      case "DELETE" -> answered(cancel(path.substring(ONE.length())));
      default -> answered(CompletableFuture.completedFuture(page(path)));
    };
  }

  private FullHttpResponse page(String path) {
    return switch (path) {
      case NODES -> nodes();
      case CHANGES -> changes();
      default -> change(path.substring(ONE.length()));
    };
  }

  private FullHttpResponse nodes() {
    Epoch epoch = topology.get();
    Observation observation = nodes.get();
    double[] shares = epoch.shares();
    return JsonResponse.of(
        OK,
        json -> {
          json.writeNumberProperty("epoch", epoch.number());
          json.writeNumberProperty("vnodes", epoch.pointsPerNode());
          json.writeArrayPropertyStart("nodes");
          for (int i = 0; i < shares.length; i++) {
            CacheNode node = epoch.nodes().get(i);
            NodeStatus status = observation.of(node.index());
            write(json, status == null ? NodeStatus.unknown(node) : status, shares[i]);
          }
          json.writeEndArray();
        });
  }

  private static void write(JsonGenerator json, NodeStatus status, double share) {
    CacheNode node = status.node();
    NodeInfo info = status.info();
    json.writeStartObject();
    json.writeNumberProperty("index", node.index());
    json.writeStringProperty("name", node.name());
    json.writeStringProperty("address", node.hostAndPort());
    json.writeNumberProperty("weight", node.weight());
    json.writeStringProperty("state", JsonResponse.word(status.state()));
    json.writeNumberProperty("share", share);
    json.writeNumberProperty("keys", status.keys());
    if (info == null) {
      json.writeNullProperty("memoryBytes");
      json.writeNullProperty("maxMemoryBytes");
    } else {
      json.writeNumberProperty("memoryBytes", info.usedMemoryBytes());
      json.writeNumberProperty("maxMemoryBytes", info.maxMemoryBytes());
    }
    json.writeEndObject();
  }

  private FullHttpResponse changes() {
    Resharding.Pace pace = resharding.pace();
    List<Change> all = resharding.changes();
    return JsonResponse.of(
        OK,
        json -> {
          json.writeArrayPropertyStart("changes");
          for (Change change : all) {
            json.writeStartObject();
            ChangeJson.write(json, change, pace);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private FullHttpResponse change(String id) {
    Change change = ID.matcher(id).matches() ? resharding.change(Long.parseLong(id)) : null;
    return change == null ? notKnown(id) : of(OK, change);
  }

  private FullHttpResponse of(HttpResponseStatus status, Change change) {
    return JsonResponse.of(status, json -> ChangeJson.write(json, change, resharding.pace()));
  }

  private static FullHttpResponse notKnown(String id) {
    return Responses.problem(
        NOT_FOUND, "change \"" + id + "\": not known (expected: one of /changes)");
  }

  private CompletionStage<FullHttpResponse> submit(byte[] body) {
    try {
      ChangeDocument document = ChangeDocument.parse(body);
      if (document.dryRun()) {
        return changes
            .estimate(document)
            .thenApply(estimate -> JsonResponse.of(OK, json -> EstimateJson.write(json, estimate)));
      }
      return changes
          .submit(document)
          .thenApply(change -> {
            FullHttpResponse response = of(ACCEPTED, change);
            response.headers().set(LOCATION, ONE + change.id());
            return response;
          });
    } catch (BadRequestException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletionStage<FullHttpResponse> cancel(String id) {
    return ID.matcher(id).matches()
        ? changes.cancel(Long.parseLong(id)).thenApply(change -> of(ACCEPTED, change))
        : CompletableFuture.completedFuture(notKnown(id));
  }

  private static CompletionStage<FullHttpResponse> answered(
      CompletionStage<FullHttpResponse> response) {
    return response.exceptionally(error -> {
      Throwable cause =
          error instanceof CompletionException && error.getCause() != null
              ? error.getCause()
              : error;
      String detail = String.valueOf(cause.getMessage());
      return switch (cause) {
        case BadRequestException _ -> Responses.problem(BAD_REQUEST, detail);
        case ChangeException e when e.kind() == ChangeException.Kind.UNKNOWN ->
            Responses.problem(NOT_FOUND, detail);
        case ChangeException _ -> Responses.problem(CONFLICT, detail);
        case ProvisioningException _ -> Responses.problem(SERVICE_UNAVAILABLE, detail);
        case CoordinatorException _ -> Responses.problem(SERVICE_UNAVAILABLE, detail);
        default -> throw new CompletionException(cause);
      };
    });
  }
}
