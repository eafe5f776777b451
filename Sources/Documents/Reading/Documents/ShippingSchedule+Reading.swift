extension ShippingSchedule: JSONReadable {
    init(reading json: inout JSONFields) {
        self.init(
            purpose: json.required("purpose"), scheduleNumber: json.requiredText("scheduleNumber"),
            basis: json.required("basis"))
        issued = json.day("issued")
        start = json.day("start")
        end = json.day("end")
        release = json.text("release")
        reference = json.text("reference")
        contract = json.text("contract")
        orderNumber = json.text("orderNumber")
        quantityType = json.value("quantityType")
        details = Details(reading: &json)
        lines = json.requiredList("lines")
        totals = json.value("totals")
    }
}
