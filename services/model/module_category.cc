#include "model/module_category.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace ferrotype {
namespace {

constexpr std::array<ModuleCategory, 12> kCategories = {{
    {"language",
     {"Language and types", "语言与类型"},
     "bitfield bits build_assert error fmt impl_flags init interop num prelude ptr safety sizes static_assert "
     "std_vendor "
     "str transmute types"},
    {"memory", {"Memory", "内存"}, "alloc allocator mm page"},
    {"data-structures",
     {"Data structures", "数据结构"},
     "bitmap id_pool iov list maple_tree rbtree scatterlist xarray"},
    {"synchronization", {"Synchronization", "同步"}, "revocable sync workqueue"},
    {"tasks",
     {"Tasks, CPUs and time", "任务、CPU 与时间"},
     "cpu cpumask cred pid_namespace processor security task time"},
    {"device-model",
     {"Device model and buses", "设备模型与总线"},
     "acpi auxiliary device device_id devres driver faux i2c of pci platform soc usb"},
    {"hardware", {"Hardware resources", "硬件资源"}, "clk cpufreq dma firmware io iommu irq opp pwm regulator"},
    {"graphics", {"Graphics", "图形"}, "drm gpu"},
    {"storage-network", {"Block devices and networking", "块设备与网络"}, "block net"},
    {"user-space", {"Files and user space", "文件与用户空间"}, "configfs debugfs fs ioctl miscdevice seq_file uaccess"},
    {"diagnostics",
     {"Printing, tracing and tests", "打印、跟踪与测试"},
     "bug jump_label kunit module_param print tracepoint"},
    {"unknown", {"Not yet sorted in", "尚未归类"}, ""},
}};

}  // namespace

std::span<const ModuleCategory> ModuleCategories() { return kCategories; }

std::string_view CategoryOf(std::string_view module) {
  constexpr std::string_view kCrate = "kernel::";
  if (module.starts_with(kCrate)) module.remove_prefix(kCrate.size());
  module = module.substr(0, module.find("::"));
  for (const ModuleCategory& category : kCategories) {
    for (const std::string_view known : Split(category.modules, ' ')) {
      if (!known.empty() && known == module) return category.id;
    }
  }
  return kCategories.back().id;
}

const ModuleCategory* FindModuleCategory(std::string_view id) {
  const auto* const found = std::find_if(kCategories.begin(), kCategories.end(),
                                         [&](const ModuleCategory& category) { return category.id == id; });
  return found == kCategories.end() ? nullptr : found;
}

}  // namespace ferrotype
