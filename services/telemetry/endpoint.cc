#include "telemetry/endpoint.h"

#include <fmt/format.h>
#include <httplib.h>
#include <sys/socket.h>

#include <optional>
#include <string_view>
#include <thread>
#include <utility>

#include "base/text.h"

namespace ferrotype {
namespace {

struct Address {
  std::string host = "127.0.0.1";
  int port = 0;
};

std::optional<Address> ParseAddress(std::string_view text) {
  Address address;
  if (const std::size_t colon = text.rfind(':'); colon != std::string_view::npos) {
    std::string_view host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    if (host.empty()) return std::nullopt;
    address.host = host;
    text.remove_prefix(colon + 1);
  }
  const std::optional<std::int64_t> port = ParseInt(text);
  if (!port || *port < 0 || *port > 65535) return std::nullopt;
  address.port = static_cast<int>(*port);
  return address;
}

constexpr const char* kText = "text/plain; charset=utf-8";

class HttpEndpoint final : public Endpoint {
 public:
  HttpEndpoint(Instruments& instruments, const Health& health) {
    // A scrape now and then and a supervisor: two threads do, and a slow client holds none for long.
    server_.new_task_queue = [] { return new httplib::ThreadPool(2); };
    server_.set_read_timeout(5);
    server_.set_write_timeout(5);
    server_.set_payload_max_length(0);
    // The library's own choice, SO_REUSEPORT, would let two services share a port and answer by chance.
    server_.set_socket_options([](socket_t socket) {
      const int yes = 1;
      ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    const auto say = [](httplib::Response& response, const std::optional<std::string>& trouble) {
      response.status = trouble ? 503 : 200;
      response.set_content((trouble ? *trouble : "ok") + "\n", kText);
    };
    server_.Get("/healthz", [&health, say](const auto&, auto& response) { say(response, health.WhyNotAlive()); });
    server_.Get("/readyz", [&health, say](const auto&, auto& response) { say(response, health.WhyNotReady()); });
    server_.Get("/metrics", [&instruments](const auto&, auto& response) {
      response.set_content(instruments.Text(), "text/plain; version=0.0.4; charset=utf-8");
    });
    server_.set_error_handler([](const auto&, auto& response) {
      if (response.status == 404) response.set_content("There are /healthz, /readyz and /metrics.\n", kText);
    });
  }

  ~HttpEndpoint() override {
    server_.stop();
    if (thread_.joinable()) thread_.join();
  }

  bool Start(const Address& address) {
    port_ = address.port == 0 ? server_.bind_to_any_port(address.host.c_str())
                              : (server_.bind_to_port(address.host.c_str(), address.port) ? address.port : -1);
    if (port_ < 0) return false;
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    // stop() before the thread listens would be missed.
    while (!server_.is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return true;
  }

  [[nodiscard]] int port() const override { return port_; }

 private:
  httplib::Server server_;
  std::thread thread_;
  int port_ = -1;
};

}  // namespace

Result<std::unique_ptr<Endpoint>> Endpoint::Listen(const std::string& address, Instruments& instruments,
                                                   const Health& health) {
  const std::optional<Address> parsed = ParseAddress(address);
  if (!parsed) {
    return Fail(ErrorKind::kInvalidArgument,
                fmt::format("\"{}\" is no address to listen on; write a port (9464) or host:port (0.0.0.0:9464)",
                            Printable(address)));
  }
  auto endpoint = std::make_unique<HttpEndpoint>(instruments, health);
  if (!endpoint->Start(*parsed)) {
    return Fail(ErrorKind::kUnavailable,
                fmt::format("{}: this address can't be listened on; is another process on it?", Printable(address)));
  }
  return endpoint;
}

}  // namespace ferrotype
