//! Values of arguments, and of the configuration, that have a form of their own.

mod count;
mod limit;
mod plugin;
mod setting;
mod similarity;
mod size;
mod sort;

pub(crate) use self::count::at_least_one;
pub(crate) use self::limit::{Count, LimitSetting};
pub(crate) use self::plugin::{Component, Named, check_name};
pub(crate) use self::setting::Setting;
pub(crate) use self::similarity::{Sameness, Similarity};
pub(crate) use self::size::{Seconds, Size};
pub(crate) use self::sort::SortKey;
