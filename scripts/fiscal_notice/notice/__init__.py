"""The wing of fiscal notices: all that a notice has and other data packages have not.

General rooms import nothing from here. They ask ``fiscal_notice.package.kind`` what kind of
package they have, and get from ``fiscal_notice.notice.kind`` what belongs to a notice.
"""
