//! Columns across the border of a sandbox: from the guest's types, which own them, to the host's, which borrow, and back.

use textmill_wit::guest::textmill::analyzer::types as columns;
use textmill_wit::host::textmill::analyzer::types as wit;

use crate::Call;

/// Calls with what a call has, as the host's bindings take it.
pub(crate) fn borrowed<T>(
    call: &Call,
    analyze: impl FnOnce(wit::Batch<'_>, &[wit::LayerParam<'_>], wit::Want<'_>) -> T,
) -> T {
    let batch = &call.batch;
    let metadata: Vec<wit::MetadataColumn<'_>> = batch
        .metadata
        .iter()
        .map(|column| wit::MetadataColumn { name: &column.name, values: strings(&column.values) })
        .collect();
    let label_names: Vec<Vec<&str>> = call.layers.iter().map(|layer| strs(&layer.label_names)).collect();
    let attributes: Vec<Vec<wit::AttributeParam<'_>>> =
        call.layers.iter().map(|layer| layer.attributes.iter().map(attribute).collect()).collect();
    let layers: Vec<wit::LayerParam<'_>> = call
        .layers
        .iter()
        .zip(label_names.iter().zip(&attributes))
        .map(|(layer, (label_names, attributes))| wit::LayerParam {
            name: &layer.name,
            scope: scope(layer.scope),
            starts: &layer.starts,
            ends: &layer.ends,
            label_names,
            labels: &layer.labels,
            attributes,
        })
        .collect();
    let batch = wit::Batch {
        texts: strings(&batch.texts),
        ids: strings(&batch.ids),
        groups: &batch.groups,
        metadata: &metadata,
    };
    let names: Vec<Vec<&str>> = call.want.layers.iter().map(|wanted| strs(&wanted.attributes)).collect();
    let wanted: Vec<wit::WantedLayer<'_>> = call
        .want
        .layers
        .iter()
        .zip(&names)
        .map(|(wanted, attributes)| wit::WantedLayer { layer: &wanted.layer, attributes })
        .collect();
    let want = wit::Want {
        outputs: call.want.outputs,
        partials: call.want.partials,
        layers: &wanted,
        extensions: &[],
    };
    analyze(batch, &layers, want)
}

/// What a plugin answered, in the guest's types.
pub(crate) fn answered(analysis: wit::Analysis) -> columns::Analysis {
    let fault = |fault: wit::Fault| columns::Fault {
        document: fault.document,
        code: fault.code,
        message: fault.message,
    };
    columns::Analysis {
        outputs: analysis.outputs,
        partials: analysis.partials,
        layers: analysis.layers.into_iter().map(layer).collect(),
        faults: analysis.faults.into_iter().map(fault).collect(),
        extensions: Vec::new(),
    }
}

fn layer(layer: wit::LayerResult) -> columns::Layer {
    let attribute = |attribute: wit::AttributeResult| columns::Attribute {
        name: attribute.name,
        values: match attribute.values {
            wit::ColumnResult::Numbers(numbers) => columns::Column::Numbers(numbers),
            wit::ColumnResult::Strings(strings) => columns::Column::Strings(owned(strings)),
            wit::ColumnResult::Dictionary(dictionary) => columns::Column::Dictionary(columns::Dictionary {
                table: owned(dictionary.table),
                entries: dictionary.entries,
            }),
            wit::ColumnResult::References(references) => columns::Column::References(references),
            wit::ColumnResult::Vectors(vectors) => {
                columns::Column::Vectors(columns::Vectors { width: vectors.width, values: vectors.values })
            }
        },
        absent: attribute.absent,
    };
    columns::Layer {
        name: layer.name,
        scope: match layer.scope {
            wit::Scope::Spans => columns::Scope::Spans,
            wit::Scope::Documents => columns::Scope::Documents,
            wit::Scope::Enrichment => columns::Scope::Enrichment,
        },
        starts: layer.starts,
        ends: layer.ends,
        label_names: layer.label_names,
        labels: layer.labels,
        attributes: layer.attributes.into_iter().map(attribute).collect(),
    }
}

fn scope(scope: columns::Scope) -> wit::Scope {
    match scope {
        columns::Scope::Spans => wit::Scope::Spans,
        columns::Scope::Documents => wit::Scope::Documents,
        columns::Scope::Enrichment => wit::Scope::Enrichment,
    }
}

fn attribute(attribute: &columns::Attribute) -> wit::AttributeParam<'_> {
    let values = match &attribute.values {
        columns::Column::Numbers(numbers) => wit::ColumnParam::Numbers(numbers),
        columns::Column::Strings(column) => wit::ColumnParam::Strings(strings(column)),
        columns::Column::Dictionary(dictionary) => wit::ColumnParam::Dictionary(wit::DictionaryParam {
            table: strings(&dictionary.table),
            entries: &dictionary.entries,
        }),
        columns::Column::References(references) => wit::ColumnParam::References(references),
        columns::Column::Vectors(vectors) => {
            wit::ColumnParam::Vectors(wit::VectorsParam { width: vectors.width, values: &vectors.values })
        }
    };
    wit::AttributeParam { name: &attribute.name, values, absent: &attribute.absent }
}

fn owned(strings: wit::StringsResult) -> columns::Strings {
    columns::Strings { text: strings.text, ends: strings.ends }
}

fn strings(column: &columns::Strings) -> wit::StringsParam<'_> {
    wit::StringsParam { text: &column.text, ends: &column.ends }
}

fn strs(strings: &[String]) -> Vec<&str> {
    strings.iter().map(String::as_str).collect()
}
