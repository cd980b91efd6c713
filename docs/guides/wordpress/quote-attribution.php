<?php
/**
 * Plugin Name: Quote Attribution
 * Description: Shows who is quoted in a post and how openly, and points out anonymous sources without a stated reason.
 * Version: 1.0.0
 * Requires at least: 5.9
 * Requires PHP: 7.4
 * Text Domain: quote-attribution
 *
 * Saving a post never waits for the service: it only schedules an event, and WP-Cron asks. What is found is kept as
 * post meta and shown below the editor, to those who may edit the post.
 */

defined( 'ABSPATH' ) || exit;

const QUOTE_ATTRIBUTION_META  = '_quote_attribution';
const QUOTE_ATTRIBUTION_EVENT = 'quote_attribution_analyse';
const QUOTE_ATTRIBUTION_TRIES = 6;

add_action( 'save_post', 'quote_attribution_saved', 10, 2 );
add_action( QUOTE_ATTRIBUTION_EVENT, 'quote_attribution_analyse', 10, 2 );
add_action( 'admin_init', 'quote_attribution_register_settings' );
add_action( 'admin_menu', 'quote_attribution_add_page' );
add_action( 'add_meta_boxes', 'quote_attribution_add_panel' );
add_action( 'admin_notices', 'quote_attribution_notice' );
add_action( 'admin_post_quote_attribution_check', 'quote_attribution_check_now' );
register_uninstall_hook( __FILE__, 'quote_attribution_uninstall' );

/** Types of post that are looked at; other plugins and the theme may add theirs. */
function quote_attribution_types(): array {
	return apply_filters( 'quote_attribution_post_types', array( 'post' ) );
}

// ---- Asking the service ----------------------------------------------------------------------------------------

/** Schedule the analysis of a post that was saved. */
function quote_attribution_saved( int $post_id, WP_Post $post ): void {
	if ( wp_is_post_autosave( $post_id ) || wp_is_post_revision( $post_id ) ) {
		return;
	}
	if ( ! in_array( $post->post_type, quote_attribution_types(), true ) ) {
		return;
	}
	if ( in_array( $post->post_status, array( 'auto-draft', 'trash' ), true ) || '' === quote_attribution_url() ) {
		return;
	}
	if ( '' === trim( $post->post_content ) || quote_attribution_is_current( $post ) ) {
		return;
	}
	wp_schedule_single_event( time(), QUOTE_ATTRIBUTION_EVENT, array( $post_id, 1 ) );
}

/** Ask the service about a post and keep the answer; where it is busy, ask again later. */
function quote_attribution_analyse( int $post_id, int $try = 1 ): void {
	$post = get_post( $post_id );
	if ( ! $post instanceof WP_Post || quote_attribution_is_current( $post ) ) {
		return;
	}
	$response = wp_remote_post(
		quote_attribution_url() . '/v1/quotes',
		array(
			'timeout'     => 60,
			'redirection' => 0,
			'headers'     => array_filter(
				array(
					'Content-Type' => 'application/json',
					'X-API-Key'    => quote_attribution_key(),
				)
			),
			'body'        => wp_json_encode( quote_attribution_request( $post ) ),
		)
	);
	$status = is_wp_error( $response ) ? 0 : (int) wp_remote_retrieve_response_code( $response );
	if ( in_array( $status, array( 0, 429, 502, 503, 504 ), true ) && $try < QUOTE_ATTRIBUTION_TRIES ) {
		$after = 0 === $status ? '' : wp_remote_retrieve_header( $response, 'retry-after' );
		$wait  = max( (int) $after, 5 * 2 ** $try );
		wp_schedule_single_event( time() + $wait, QUOTE_ATTRIBUTION_EVENT, array( $post_id, $try + 1 ) );
		return;
	}
	$answer = is_wp_error( $response ) ? null : json_decode( wp_remote_retrieve_body( $response ), true );
	$found  = array(
		'content' => quote_attribution_fingerprint( $post ),
		'error'   => '',
		'quotes'  => array(),
	);
	if ( 200 === $status && is_array( $answer ) ) {
		$found['quotes'] = array_map( 'quote_attribution_quote', $answer['quotes'] );
	} elseif ( is_wp_error( $response ) ) {
		$found['error'] = $response->get_error_message();
	} else {
		$found['error'] = $answer['errors'][0]['detail'] ?? $answer['detail'] ?? "HTTP $status";
	}
	update_post_meta( $post_id, QUOTE_ATTRIBUTION_META, wp_slash( $found ) );
}

/** A post as the service takes it. Offsets are bytes, which is what PHP's strings count. */
function quote_attribution_request( WP_Post $post ): array {
	return array(
		'id'          => (string) $post->ID,
		'format'      => 'wordpress',
		'offset_unit' => 'utf8',
		'publication' => mb_substr( wp_specialchars_decode( get_bloginfo( 'name' ), ENT_QUOTES ), 0, 256 ),
		'document'    => array(
			'title'   => array( 'raw' => $post->post_title ),
			'content' => array( 'raw' => $post->post_content ),
		),
	);
}

/** What is kept of a quote. `original` says where it stands in the post's content. */
function quote_attribution_quote( array $quote ): array {
	return array(
		'id'        => $quote['id'],
		'text'      => implode( ' … ', array_column( $quote['spans'], 'text' ) ),
		'original'  => $quote['spans'][0]['original'] ?? null,
		'speaker'   => $quote['speaker']['name'] ?? $quote['speaker']['description'] ?? '',
		'status'    => $quote['anonymity']['status'],
		'anonymous' => $quote['anonymity']['is_anonymous'],
		'reason'    => $quote['anonymity']['reason'],
		'channel'   => $quote['channel']['type'],
	);
}

/** Tells versions of a post apart. */
function quote_attribution_fingerprint( WP_Post $post ): string {
	return md5( $post->post_title . "\0" . $post->post_content );
}

/** What was found in a post, or null where it was not looked at. */
function quote_attribution_found( int $post_id ): ?array {
	$found = get_post_meta( $post_id, QUOTE_ATTRIBUTION_META, true );
	return is_array( $found ) ? $found : null;
}

/** Whether what was found is of the post as it is now. */
function quote_attribution_is_current( WP_Post $post ): bool {
	$found = quote_attribution_found( $post->ID );
	return null !== $found && '' === $found['error'] && quote_attribution_fingerprint( $post ) === $found['content'];
}

/** The quotes of anonymous sources for which the article states no reason. */
function quote_attribution_without_reason( array $quotes ): array {
	return array_filter( $quotes, fn( $quote ) => $quote['anonymous'] && null === $quote['reason'] );
}

// ---- Below the editor ------------------------------------------------------------------------------------------

function quote_attribution_add_panel(): void {
	add_meta_box(
		'quote-attribution',
		__( 'Quotes and sources', 'quote-attribution' ),
		'quote_attribution_panel',
		quote_attribution_types(),
		'normal'
	);
}

/** The panel: every quote with its source; anonymous ones without a reason first in words, not in colour alone. */
function quote_attribution_panel( WP_Post $post ): void {
	$found = quote_attribution_found( $post->ID );
	if ( '' === quote_attribution_url() ) {
		echo '<p>' . esc_html__( 'No service is set: Settings, Quote attribution.', 'quote-attribution' ) . '</p>';
		return;
	}
	if ( null !== $found && '' !== $found['error'] ) {
		echo '<p role="alert">' . esc_html( $found['error'] ) . '</p>';
	} elseif ( ! quote_attribution_is_current( $post ) ) {
		echo '<p>' . esc_html__( 'What was saved last has not been looked at yet; reload in a moment.', 'quote-attribution' ) . '</p>';
	}
	$quotes = null === $found ? array() : $found['quotes'];
	foreach ( quote_attribution_without_reason( $quotes ) as $quote ) {
		printf(
			'<p><strong>%s</strong> %s</p>',
			esc_html__( 'Anonymous, and no reason is given:', 'quote-attribution' ),
			esc_html( $quote['speaker'] . ': ' . $quote['text'] )
		);
	}
	if ( $quotes ) {
		echo '<table class="widefat striped"><thead><tr>';
		foreach ( array( __( 'Words', 'quote-attribution' ), __( 'Source', 'quote-attribution' ), __( 'Named?', 'quote-attribution' ), __( 'How they came', 'quote-attribution' ) ) as $heading ) {
			echo '<th scope="col">' . esc_html( $heading ) . '</th>';
		}
		echo '</tr></thead><tbody>';
		foreach ( $quotes as $quote ) {
			printf(
				'<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>',
				esc_html( $quote['text'] ),
				esc_html( $quote['speaker'] ),
				esc_html( str_replace( '_', ' ', $quote['status'] ) ),
				esc_html( 'unspecified' === $quote['channel'] ? '–' : str_replace( '_', ' ', $quote['channel'] ) )
			);
		}
		echo '</tbody></table>';
	}
	printf(
		'<p><a class="button" href="%s">%s</a></p>',
		esc_url( wp_nonce_url( admin_url( 'admin-post.php?action=quote_attribution_check&post=' . $post->ID ), 'quote_attribution_check_' . $post->ID ) ),
		esc_html__( 'Check what was saved now', 'quote-attribution' )
	);
}

/** The same warning on top of the classic editor; the block editor shows no such notices. */
function quote_attribution_notice(): void {
	$screen = get_current_screen();
	$post   = get_post();
	if ( null === $screen || 'post' !== $screen->base || ! $post instanceof WP_Post || ! current_user_can( 'edit_post', $post->ID ) ) {
		return;
	}
	$found = quote_attribution_found( $post->ID );
	$count = null === $found ? 0 : count( quote_attribution_without_reason( $found['quotes'] ) );
	if ( $count > 0 ) {
		printf(
			'<div class="notice notice-warning"><p>%s</p></div>',
			/* translators: %d: number of quotes. */
			esc_html( sprintf( _n( '%d quote is from an anonymous source, and the article does not say why.', '%d quotes are from anonymous sources, and the article does not say why.', $count, 'quote-attribution' ), $count ) )
		);
	}
}

/** The button of the panel. Here somebody chose to wait. */
function quote_attribution_check_now(): void {
	$post_id = isset( $_GET['post'] ) ? absint( $_GET['post'] ) : 0;
	check_admin_referer( 'quote_attribution_check_' . $post_id );
	if ( ! current_user_can( 'edit_post', $post_id ) ) {
		wp_die( esc_html__( 'You may not edit this post.', 'quote-attribution' ), '', array( 'response' => 403 ) );
	}
	delete_post_meta( $post_id, QUOTE_ATTRIBUTION_META );
	quote_attribution_analyse( $post_id );
	wp_safe_redirect( get_edit_post_link( $post_id, 'raw' ) );
	exit;
}

// ---- Settings --------------------------------------------------------------------------------------------------

/** Address of the service, without a slash at the end; '' where none is set. A constant in wp-config.php wins. */
function quote_attribution_url(): string {
	$url = defined( 'QUOTE_ATTRIBUTION_URL' ) ? QUOTE_ATTRIBUTION_URL : get_option( 'quote_attribution_url', '' );
	return untrailingslashit( (string) $url );
}

/** The API key; '' where the service asks for none. */
function quote_attribution_key(): string {
	return (string) ( defined( 'QUOTE_ATTRIBUTION_KEY' ) ? QUOTE_ATTRIBUTION_KEY : get_option( 'quote_attribution_key', '' ) );
}

function quote_attribution_register_settings(): void {
	register_setting( 'quote_attribution', 'quote_attribution_url', array( 'type' => 'string', 'sanitize_callback' => 'quote_attribution_clean_url' ) );
	register_setting( 'quote_attribution', 'quote_attribution_key', array( 'type' => 'string', 'sanitize_callback' => 'quote_attribution_clean_key' ) );
}

/** Only http and https; the service may be in the local network. */
function quote_attribution_clean_url( $value ): string {
	return untrailingslashit( esc_url_raw( trim( (string) $value ), array( 'http', 'https' ) ) );
}

/** The page never shows the key, so an empty field keeps it; a hyphen takes it away. */
function quote_attribution_clean_key( $value ): string {
	$value = preg_replace( '/[^\x21-\x7e]/', '', (string) $value );
	if ( '' === $value ) {
		return quote_attribution_key();
	}
	return '-' === $value ? '' : $value;
}

function quote_attribution_add_page(): void {
	$title = __( 'Quote attribution', 'quote-attribution' );
	add_options_page( $title, $title, 'manage_options', 'quote-attribution', 'quote_attribution_page' );
}

function quote_attribution_page(): void {
	if ( ! current_user_can( 'manage_options' ) ) {
		return;
	}
	?>
	<div class="wrap">
		<h1><?php esc_html_e( 'Quote attribution', 'quote-attribution' ); ?></h1>
		<form action="options.php" method="post">
			<?php settings_fields( 'quote_attribution' ); ?>
			<table class="form-table" role="presentation">
				<tr>
					<th scope="row"><label for="quote_attribution_url"><?php esc_html_e( 'Address of the service', 'quote-attribution' ); ?></label></th>
					<td><input type="url" class="regular-text" id="quote_attribution_url" name="quote_attribution_url" placeholder="http://127.0.0.1:8000" value="<?php echo esc_attr( quote_attribution_url() ); ?>"></td>
				</tr>
				<tr>
					<th scope="row"><label for="quote_attribution_key"><?php esc_html_e( 'API key', 'quote-attribution' ); ?></label></th>
					<td>
						<input type="password" class="regular-text" id="quote_attribution_key" name="quote_attribution_key" autocomplete="off" aria-describedby="quote_attribution_key_help">
						<p class="description" id="quote_attribution_key_help">
							<?php echo '' === quote_attribution_key() ? esc_html__( 'None is set.', 'quote-attribution' ) : esc_html__( 'One is set. Leave the field empty to keep it, or send a hyphen to take it away.', 'quote-attribution' ); ?>
						</p>
					</td>
				</tr>
			</table>
			<?php submit_button(); ?>
		</form>
	</div>
	<?php
}

/** Leave nothing behind. */
function quote_attribution_uninstall(): void {
	delete_option( 'quote_attribution_url' );
	delete_option( 'quote_attribution_key' );
	delete_post_meta_by_key( QUOTE_ATTRIBUTION_META );
	wp_unschedule_hook( QUOTE_ATTRIBUTION_EVENT );
}
