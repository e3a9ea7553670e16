//! `Settings.json` of Location History: what the devices are called.

use std::collections::BTreeMap;

use crate::archive::EntryId;
use crate::platform::ImportCx;
use crate::platform::support::json_raw::Raw;

/// Names of devices by the tag that fixes carry.
#[derive(Clone, Debug, Default)]
pub(super) struct DeviceNames(BTreeMap<Box<[u8]>, Box<str>>);

impl DeviceNames {
    /// Name of a device for the user; the tag itself when the settings do not name it.
    pub(super) fn name_of(&self, tag: &[u8]) -> Box<str> {
        self.0.get(tag).cloned().unwrap_or_else(|| format!("Device {}", String::from_utf8_lossy(tag)).into())
    }

    /// Reads a settings file.
    pub(super) fn read(&mut self, cx: &mut ImportCx<'_>, id: EntryId) {
        let Some(bytes) = cx.read(id) else { return };
        let raw = Raw::new(&bytes);
        if !raw.is_valid() {
            return cx.fail(id, super::CUT_OFF);
        }
        for device in raw.get("deviceSettings").into_iter().flat_map(Raw::items) {
            let [tag, pretty, spec] = device.pick(["deviceTag", "devicePrettyName", "deviceSpec"]);
            let Some(tag) = tag else { continue };
            let model = spec.map(|s| s.pick(["manufacturer", "model"]).map(super::record::boxed));
            let model = model.map(|parts| parts.into_iter().flatten().collect::<Vec<_>>().join(" "));
            let name = super::record::boxed(pretty).or(model.filter(|m| !m.is_empty()).map(Into::into));
            if let Some(name) = name {
                self.0.insert(tag.token().into(), name);
            }
        }
        cx.done(id, "names of the devices in Location History");
    }
}
