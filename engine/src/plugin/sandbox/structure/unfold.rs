//! What a component comes to where each instance of another is a copy of it.
//!
//! wasmtime compiles a component as if it had no others within: an instance of one is all that it declares, once more. A
//! component that makes two of another, which makes two of a third, and so on, comes to two to the power of their number.
//! So each component has a weight, what it declares and the weights of what it makes instances of, and that is bounded.

use wasmparser::{
    ComponentAlias, ComponentExternalKind, ComponentInstance, ComponentOuterAliasKind, ComponentTypeRef,
    Payload,
};

use super::{Refusal, at_most};

/// What a component may come to. componentize-py makes 1,784.
const MAX_WEIGHT: u64 = 20_000;

/// The components that are open at a place in the binary, from the outermost.
#[derive(Debug, Default)]
pub(super) struct Unfolding {
    open: Vec<Open>,
}

#[derive(Debug, Default)]
struct Open {
    weight: u64,
    /// The weights of the components within, by their index.
    components: Vec<u64>,
}

impl Unfolding {
    /// A component begins, within that which is open.
    pub(super) fn begin(&mut self) {
        self.open.push(Open { weight: 1, components: Vec::new() });
    }

    /// The innermost component ends, and is one that the component around it can make instances of.
    pub(super) fn end(&mut self) {
        let ended = self.open.pop();
        if let (Some(ended), Some(around)) = (ended, self.open.last_mut()) {
            around.components.push(ended.weight);
        }
    }

    /// Adds what a section declares to the innermost component.
    ///
    /// # Errors
    /// Where it comes to too much, or that could not be told.
    pub(super) fn add(&mut self, payload: &Payload<'_>) -> Result<(), Refusal> {
        self.weigh(declared(payload))?;
        match payload {
            Payload::ComponentImportSection(section) => {
                for import in section.clone() {
                    refuse_if(matches!(import?.ty, ComponentTypeRef::Component(_)))?;
                }
            }
            Payload::ComponentExportSection(section) => {
                for export in section.clone() {
                    refuse_if(export?.kind == ComponentExternalKind::Component)?;
                }
            }
            Payload::ComponentAliasSection(section) => {
                for alias in section.clone() {
                    self.alias(&alias?)?;
                }
            }
            Payload::ComponentInstanceSection(section) => {
                for instance in section.clone() {
                    self.instantiate(&instance?)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn alias(&mut self, alias: &ComponentAlias<'_>) -> Result<(), Refusal> {
        match alias {
            ComponentAlias::InstanceExport { kind, .. } => {
                refuse_if(*kind == ComponentExternalKind::Component)
            }
            ComponentAlias::Outer { kind: ComponentOuterAliasKind::Component, count, index } => {
                let outer = self.open.iter().rev().nth(*count as usize);
                let weight = outer.and_then(|outer| outer.components.get(*index as usize)).copied();
                let weight = weight.ok_or_else(|| unknown(*index))?;
                if let Some(innermost) = self.open.last_mut() {
                    innermost.components.push(weight);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn instantiate(&mut self, instance: &ComponentInstance<'_>) -> Result<(), Refusal> {
        let (component, handed_on) = match instance {
            ComponentInstance::Instantiate { component_index, args } => (
                Some(*component_index),
                args.iter().any(|given| given.kind == ComponentExternalKind::Component),
            ),
            ComponentInstance::FromExports(exports) => {
                (None, exports.iter().any(|export| export.kind == ComponentExternalKind::Component))
            }
        };
        refuse_if(handed_on)?;
        let Some(index) = component else { return Ok(()) };
        let innermost = self.open.last();
        let weight = innermost.and_then(|innermost| innermost.components.get(index as usize)).copied();
        self.weigh(weight.ok_or_else(|| unknown(index))?)
    }

    fn weigh(&mut self, weight: u64) -> Result<(), Refusal> {
        let Some(innermost) = self.open.last_mut() else { return Ok(()) };
        innermost.weight = innermost.weight.saturating_add(weight);
        at_most("parts, with all instances of components within,", innermost.weight, MAX_WEIGHT)
    }
}

/// How many things a section of a component declares.
pub(super) fn declared(payload: &Payload<'_>) -> u64 {
    let count = match payload {
        Payload::InstanceSection(section) => section.count(),
        Payload::CoreTypeSection(section) => section.count(),
        Payload::ComponentInstanceSection(section) => section.count(),
        Payload::ComponentAliasSection(section) => section.count(),
        Payload::ComponentTypeSection(section) => section.count(),
        Payload::ComponentCanonicalSection(section) => section.count(),
        Payload::ComponentImportSection(section) => section.count(),
        Payload::ComponentExportSection(section) => section.count(),
        _ => 0,
    };
    u64::from(count)
}

fn refuse_if(handed_on: bool) -> Result<(), Refusal> {
    if handed_on { Err(Refusal::HandsOn) } else { Ok(()) }
}

fn unknown(index: u32) -> Refusal {
    Refusal::Malformed(format!("there is no component {index}"))
}
