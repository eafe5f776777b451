internal import Partners

/// The documents that rows of a file may become, besides stock: one table each.
///
/// A field is named by its path in the canonical JSON. `[]` is a list of rows, `[0]` the first element of a
/// list, `[ST]` the element of a list with this qualifier, `[kind=vat]` the one of this kind, `{068}` an object
/// with this qualifier.
enum BatchFieldTables {
    /// The table of a kind of document; `nil` when no rows become such documents.
    static func table(for kind: CanonicalKind) -> BatchFieldTable? {
        switch kind {
        case .purchaseOrderResponse: response
        case .shipmentNotification: shipment
        case .invoice: invoice
        case .supplier: supplier
        default: nil
        }
    }

    /// What a line of any document says.
    private static let line = """
        L.lineNumber             id
        L.item.buyerPart         id    L.item.buyerPart + L.item.identifiers[BP].value
        L.item.vendorPart        id    L.item.vendorPart + L.item.identifiers[VP].value
        L.item.gtin              gtin
        L.item.manufacturerPart  id    L.item.identifiers[MG].value
        L.item.lot               id    L.item.identifiers[LT].value
        L.item.serial            id    L.item.identifiers[SN].value
        L.item.description       text  L.item.descriptions[0].text
        L.note                   text  L.notes[0].text
        """

    /// What the head of any document says.
    private static let head = """
        currency                        text
        parties.shipTo.name             text  parties[ST].name
        parties.shipTo.identifier       id    parties[ST].identifier.value
        parties.shipFrom.name           text  parties[SF].name
        parties.shipFrom.identifier     id    parties[SF].identifier.value
        parties.billTo.name             text  parties[BT].name
        parties.billTo.identifier       id    parties[BT].identifier.value
        references.billOfLading         id    references[BM].value
        references.carrierReference     id    references[CN].value
        references.packingList          id    references[PK].value
        references.trackingNumber       id    references[2I].value
        dates.shipped                   day   dates[011].day
        dates.deliveryEstimated         day   dates[017].day
        dates.deliveryScheduled         day   dates[067].day
        dates.shipScheduled             day   dates[068].day
        note                            text  notes[0].text
        """

    static let response = BatchFieldTable(
        "purchase-order-response", keys: ["orderNumber", "release"],
        levels: [
            .init(name: "lines", keys: ["lines.lineNumber"]), .init(name: "lines.answers", keys: []),
        ],
        defaults: [("purpose.code", "00")], required: ["orderNumber"],
        head,
        """
        orderNumber                            id
        release                                id
        orderDate                              day
        purpose.code                           purpose
        decision.code                          decision
        responseDate                           day
        contract                               id
        sellerOrderNumber                      id  sellerOrderNumber + references[VN].value
        lines.quantity.value                   decimal  lines[].quantity.value
        lines.quantity.unit                    text     lines[].quantity.unit
        lines.price.amount                     decimal  lines[].price.amount
        lines.price.basis                      text     lines[].price.basis
        lines.answers.status.code              status   lines[].answers[].status.code
        lines.answers.quantity.value           decimal  lines[].answers[].quantity.value
        lines.answers.quantity.unit            text     lines[].answers[].quantity.unit
        lines.answers.date.shipScheduled       day      lines[].answers[].date{068}.day
        lines.answers.date.deliveryScheduled   day      lines[].answers[].date{067}.day
        lines.answers.date.deliveryPromised    day      lines[].answers[].date{069}.day
        """,
        BatchFieldTable.rows(line, below: "lines[]", named: "lines"))

    static let invoice = BatchFieldTable(
        "invoice", keys: ["invoiceNumber"], levels: [.init(name: "lines", keys: [])],
        required: ["invoiceNumber", "total"],
        head,
        """
        invoiceNumber                id
        invoiceDate                  day
        total                        decimal
        direction                    direction
        invoiceType.code             invoiceType
        orderNumber                  id
        orderDate                    day
        release                      id
        originalInvoiceNumber        id
        terms.netDays                count    terms[0].netDays
        terms.netDueDay              day      terms[0].netDueDay
        terms.discountPercent        decimal  terms[0].discountPercent
        terms.discountDays           count    terms[0].discountDays
        terms.description            text     terms[0].description
        taxes.amount                 decimal  taxes[TX].amount
        taxes.percent                decimal  taxes[TX].percent
        taxes.vat.amount             decimal  taxes[VA].amount
        taxes.vat.percent            decimal  taxes[VA].percent
        charges.freight.amount       decimal  charges[C/D240].amount
        charges.allowance.amount     decimal  charges[A/C310].amount
        lines.orderNumber            id       lines[].orderNumber
        lines.quantity.value         decimal  lines[].quantity.value
        lines.quantity.unit          text     lines[].quantity.unit
        lines.price.amount           decimal  lines[].price.amount
        lines.price.basis            text     lines[].price.basis
        """,
        BatchFieldTable.rows(line, below: "lines[]", named: "lines"))

    private static let shippedLine =
        line + """

            L.orderNumber            id
            L.orderLineNumber        id
            L.shipped.value          decimal
            L.shipped.unit           text
            L.ordered.value          decimal
            L.ordered.unit           text
            L.status.code            status
            """

    static let shipment = BatchFieldTable(
        "shipment-notification", keys: ["shipmentNumber"],
        levels: [
            .init(name: "orders", keys: ["orders.orderNumber", "orders.release"]),
            .init(name: "orders.packages", keys: ["orders.packages.sscc", "orders.packages.number"]),
            .init(name: "orders.packages.lines", keys: []), .init(name: "orders.lines", keys: []),
        ],
        defaults: [("purpose.code", "00")], required: ["shipmentNumber", "orders.orderNumber"],
        head,
        """
        shipmentNumber                    id
        day                               day
        time                              time
        purpose.code                      purpose
        structure                         text
        carriers.scac                     text     carriers[0].scac
        carriers.routing                  text     carriers[0].routing
        equipment.number                  id       equipment[0].number
        orders.orderNumber                id       orders[].orderNumber
        orders.release                    id       orders[].release
        orders.orderDate                  day      orders[].orderDate
        orders.packages.level.code        level    orders[].packages[].level.code
        orders.packages.sscc              sscc     orders[].packages[].sscc
        orders.packages.number            id       orders[].packages[].number
        """,
        BatchFieldTable.rows(
            shippedLine, below: "orders[].packages[].lines[]", named: "orders.packages.lines"),
        BatchFieldTable.rows(shippedLine, below: "orders[].lines[]", named: "orders.lines"))

    /// The fields have the names that extracts of the supplier master know them by.
    static let supplier = BatchFieldTable(
        "supplier", keys: ["number"], levels: [], required: ["number", "name"],
        """
        number             id
        name               text
        name2              text            additionalNames[0]
        status             supplierStatus
        group              id
        taxId              id              identifiers[kind=tax].value
        vatId              id              identifiers[kind=vat].value
        duns               id              identifiers[kind=duns].value
        gln                id              identifiers[kind=gln].value
        bankAccount        account         bank.account
        bankCode           id              bank.code
        bankName           text            bank.name
        bankCountry        text            bank.country
        contactName        text            contacts[0].name
        email              text            contacts[0].channels[kind=email].value
        phone              text            contacts[0].channels[kind=telephone].value
        paymentTerms       id              paymentTerms.code
        paymentTermsText   text            paymentTerms.description
        netDays            count           paymentTerms.netDays
        currency           text
        language           text
        """,
        address(""), address("remitTo."))

    /// The fields of an address, the main one or one of another kind.
    private static func address(_ prefix: String) -> String {
        let kind = prefix.isEmpty ? "main" : String(prefix.dropLast())
        let parts = ["street[0]", "city", "region", "postalCode", "country"]
        return parts.map { part in
            let name = part.hasSuffix("[0]") ? String(part.dropLast(3)) : part
            return "\(prefix)\(name) text addresses[kind=\(kind)].\(part)"
        }.joined(separator: "\n")
    }
}
