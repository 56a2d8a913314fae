package views

// StaffNotice is a page for staff that says only why there is nothing else.
type StaffNotice struct {
	Frame
	Key StaffNoticeKey
	// Err is the mistake that can be mended, if it is one.
	Err error
}

func (*StaffNotice) page() string { return "staff-notice" }

// StaffNoticeKey names the sentence of a notice; its heading has ".title"
// behind it.
type StaffNoticeKey string

// The notices there are, with the HTTP status they go with.
const (
	StaffNotAdmitted StaffNoticeKey = "staff.not-admitted" // 401, without the token
	StaffWrongSite   StaffNoticeKey = "staff.wrong-site"   // 403, posted from another site
	StaffNotFound    StaffNoticeKey = "staff.not-found"    // 404
	StaffTooLarge    StaffNoticeKey = "staff.too-large"    // 413
	StaffBadInput    StaffNoticeKey = "staff.bad-input"    // 400, 415 and 422: something that no page of ours sends
	StaffOldLink     StaffNoticeKey = "staff.old-link"     // 410, a link that was used or is too old
	StaffRefused     StaffNoticeKey = "staff.refused"      // 409, with the mistake that says why
	StaffFailed      StaffNoticeKey = "staff.failed"       // 500
)
